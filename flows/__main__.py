"""`python -m flows` is `fazhi`."""

if __name__ == "__main__":  # a process that reads imports this file too, and no command line
    from flows.cli.app import main

    main()
