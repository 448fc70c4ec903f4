import matplotlib.pyplot as plt

plt.figure(figsize=(5, 3))
plt.bar(["oak", "beech", "pine"], [12, 7, 19], color=["#7a5", "#c93", "#386"])
plt.ylabel("trees")
plt.title("What stands in the wood")
plt.show()
