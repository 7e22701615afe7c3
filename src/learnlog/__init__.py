"""learnlog: write down what your work teaches you, find it when you are stuck, hand it on."""

__version__ = "0.1.0"
