"""``python -m kkrconsult`` is the command ``kkrconsult``."""

from kkrconsult.cli import main

if __name__ == "__main__":
    main()
