/* What the parts of the launcher share. Paths are UTF-16, at most PATH_LETTERS long with their end. */
#ifndef HN_DESK_LAUNCHER_H
#define HN_DESK_LAUNCHER_H

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#define PATH_LETTERS 32768
#define MUTEX_RUNNING L"Local\\HN-Desk-running"
#define MUTEX_WINDOW L"Local\\HN-Desk-window"
#define MUTEX_SETUP L"Local\\HN-Desk-setup"
#define NEW_ENDING L".hn-desk-new"
#define OLD_ENDING L".hn-desk-old"

/* folder + "\" + name, or folder + name when name begins with a dot; FALSE when it is too long. */
BOOL join(wchar_t *whole, const wchar_t *folder, const wchar_t *name);

/* Whether the path is a file that isn't empty. */
BOOL is_file(const wchar_t *path);

/* Whether the environment variable has a value. */
BOOL is_set(const wchar_t *variable);

/* Hand the file (its absolute path, empty for none) to the window that is open; TRUE when one has taken it.
   FALSE: this process is the one that opens the window, and later ones wait for it. */
BOOL hand_over(const wchar_t *file);

/* In `<folder>.hn-desk-new`: give `<folder>.hn-desk-old` its name back when a setup was cut off between its two renames. */
int put_back(const wchar_t *own_folder);

/* Begin to remove `<folder>.hn-desk-old` that a setup, cut off while removing it, has left. */
void clear_leftover(const wchar_t *own_folder);

#endif
