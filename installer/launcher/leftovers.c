/* What a setup that was cut off has left beside the program's folder. */
#include "launcher.h"

#include <wchar.h>

static BOOL setup_is_running(void)
{
    HANDLE mutex = OpenMutexW(SYNCHRONIZE, FALSE, MUTEX_SETUP);
    if (mutex)
        CloseHandle(mutex);
    return mutex != NULL;
}

int put_back(const wchar_t *own_folder)
{
    static wchar_t folder[PATH_LETTERS], old[PATH_LETTERS], program[PATH_LETTERS];
    size_t length = wcslen(own_folder), ending = wcslen(NEW_ENDING);
    if (length <= ending || wcscmp(own_folder + length - ending, NEW_ENDING) != 0 || setup_is_running())
        return 1;
    wcscpy(folder, own_folder);
    folder[length - ending] = L'\0';
    if (!join(old, folder, OLD_ENDING) || !join(program, old, L"hn-desk.exe"))
        return 1;
    if (GetFileAttributesW(folder) != INVALID_FILE_ATTRIBUTES || !is_file(program))
        return 0;
    return MoveFileW(old, folder) ? 0 : 1;
}

void clear_leftover(const wchar_t *own_folder)
{
    static wchar_t old[PATH_LETTERS], remover[PATH_LETTERS], line[PATH_LETTERS];
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION begun;
    if (!join(old, own_folder, OLD_ENDING) || !join(remover, old, L"uninstall.exe") || !is_file(remover)
        || wcslen(remover) + 32 >= PATH_LETTERS || setup_is_running())
        return;
    wcscpy(line, L"\"");
    wcscat(line, remover);
    wcscat(line, L"\" /S /FILES");
    if (CreateProcessW(remover, line, NULL, NULL, FALSE, BELOW_NORMAL_PRIORITY_CLASS, NULL, NULL, &start, &begun)) {
        CloseHandle(begun.hThread);
        CloseHandle(begun.hProcess);
    }
}
