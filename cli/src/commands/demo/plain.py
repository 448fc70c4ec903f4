"""Two figures, one after the other: a damped oscillation, and how fast it dies away."""

import matplotlib.pyplot as plt
import numpy as np

t = np.linspace(0, 10, 500)
envelope = np.exp(-0.3 * t)

plt.plot(t, envelope * np.cos(4 * t), label="displacement")
plt.plot(t, envelope, "--", color="gray", label="envelope")
plt.plot(t, -envelope, "--", color="gray")
plt.xlabel("time (s)")
plt.ylabel("displacement (cm)")
plt.title("A damped oscillation")
plt.legend()
plt.grid(alpha=0.3)
plt.show()

damping = [0.1, 0.2, 0.3, 0.5, 0.8]
half_life = [np.log(2) / d for d in damping]

plt.bar([str(d) for d in damping], half_life, color="tab:green")
plt.xlabel("damping (1/s)")
plt.ylabel("half-life (s)")
plt.title("Stronger damping, shorter ringing")
plt.show()
