import figure
