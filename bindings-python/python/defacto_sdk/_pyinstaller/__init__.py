"""What PyInstaller needs to know of the package, which it finds by the entry point ``pyinstaller40``."""


def get_hook_dirs() -> list[str]:
    """Return the folder of the hook."""
    return list(__path__)
