/* hn-desk.exe and hn-desk-cli.exe: the program in a process of its own name.

   Loads runtime\python311.dll beside itself and calls Py_Main in this process. runtime\python311._pth names the only
   folders that Python looks in; -I keeps the PC's own Python settings away, -B keeps the installed folder as it was
   installed, -X utf8 is text as UTF-8 everywhere. HN_CONSOLE is defined for hn-desk-cli.exe. */
#include "launcher.h"

#include <shellapi.h>
#include <stdlib.h>
#include <wchar.h>

enum { REFUSED = 1 };

typedef int (*python_main)(int, wchar_t **);

static const wchar_t *const NEEDED[] = {
    L"runtime\\python311.dll",
    L"runtime\\python311.zip",
    L"runtime\\python311._pth",
    L"app\\hn_desk\\__main__.pyc",
};
static wchar_t *const FLAGS[] = {L"-I", L"-B", L"-X", L"utf8", L"-m", L"hn_desk"};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static wchar_t own_path[PATH_LETTERS];
static wchar_t own_folder[PATH_LETTERS];

BOOL join(wchar_t *whole, const wchar_t *folder, const wchar_t *name)
{
    if (wcslen(folder) + 1 + wcslen(name) >= PATH_LETTERS)
        return FALSE;
    wcscpy(whole, folder);
    if (name[0] != L'.')
        wcscat(whole, L"\\");
    wcscat(whole, name);
    return TRUE;
}

BOOL is_file(const wchar_t *path)
{
    WIN32_FILE_ATTRIBUTE_DATA found;
    return GetFileAttributesExW(path, GetFileExInfoStandard, &found)
        && !(found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) && (found.nFileSizeLow || found.nFileSizeHigh);
}

BOOL is_set(const wchar_t *variable)
{
    return GetEnvironmentVariableW(variable, NULL, 0) > 1;
}

#ifdef HN_CONSOLE
static void say(const wchar_t *sentence)
{
    HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    DWORD written, mode;
    static char bytes[3 * PATH_LETTERS];
    if (GetConsoleMode(out, &mode)) {
        WriteConsoleW(out, sentence, (DWORD)wcslen(sentence), &written, NULL);
        return;
    }
    int length = WideCharToMultiByte(CP_UTF8, 0, sentence, -1, bytes, sizeof bytes, NULL, NULL);
    if (length > 1)
        WriteFile(out, bytes, (DWORD)(length - 1), &written, NULL);
}
#else
static void say(const wchar_t *sentence)
{
    MessageBoxW(NULL, sentence, L"HN Desk", MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
}
#endif

static int say_damaged(const wchar_t *file)
{
    static wchar_t sentence[PATH_LETTERS];
    _snwprintf(sentence, PATH_LETTERS - 1,
        L"HN Desk chưa mở được: tệp %ls bị thiếu hoặc bị hỏng.\n\n"
        L"Dữ liệu của phường, xã không bị ảnh hưởng. Xin làm lần lượt:\n"
        L"1. Mở phần mềm diệt vi-rút; nếu tệp này nằm trong mục bị cách ly thì khôi phục nó và cho phép thư mục\n%ls\n"
        L"2. Nếu không có ở đó, chạy lại tệp cài đặt HN-Desk-…-setup.exe; dữ liệu vẫn được giữ nguyên.\n",
        file, own_folder);
    say(sentence);
    return REFUSED;
}

static BOOL find_own_folder(void)
{
    DWORD length = GetModuleFileNameW(NULL, own_path, PATH_LETTERS);
    if (length == 0 || length >= PATH_LETTERS)
        return FALSE;
    wcscpy(own_folder, own_path);
    *wcsrchr(own_folder, L'\\') = L'\0';
    return TRUE;
}

static int run_python(int count, wchar_t **words)
{
    static wchar_t path[PATH_LETTERS];
    for (size_t at = 0; at < COUNT(NEEDED); at++)
        if (!join(path, own_folder, NEEDED[at]) || !is_file(path))
            return say_damaged(NEEDED[at]);
    join(path, own_folder, NEEDED[0]);
    HMODULE python = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    python_main start = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    wchar_t **all = calloc(1 + COUNT(FLAGS) + (size_t)count + 1, sizeof *all);
    if (!start || !all)
        return say_damaged(NEEDED[0]);
    all[0] = own_path;
    for (size_t at = 0; at < COUNT(FLAGS); at++)
        all[1 + at] = FLAGS[at];
    for (int at = 0; at < count; at++)
        all[1 + COUNT(FLAGS) + (size_t)at] = words[at];
    return start(1 + (int)COUNT(FLAGS) + count, all);
}

#ifndef HN_CONSOLE
static void leave_folder(void)
{
    /* The folder of a file on a stick is the current one; the stick couldn't be taken out. */
    static wchar_t home[PATH_LETTERS];
    if (GetEnvironmentVariableW(L"USERPROFILE", home, PATH_LETTERS))
        SetCurrentDirectoryW(home);
}

static BOOL is_for_open_window(int count, wchar_t **words)
{
    static wchar_t file[PATH_LETTERS];
    if (count > 1 || (count == 1 && !is_file(words[0])))
        return FALSE;
    if (count == 1 && GetFullPathNameW(words[0], PATH_LETTERS, file, NULL))
        words[0] = file;
    leave_folder();
    return !is_set(L"HN_DESK_DATA") && hand_over(count == 1 ? file : L"");
}
#endif

static int run(void)
{
    int count = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    if (!words || count < 1 || !find_own_folder())
        return REFUSED;
    SetDllDirectoryW(L""); /* no library out of the folder that a file was opened in */
    if (count == 2 && wcscmp(words[1], L"--put-back") == 0)
        return put_back(own_folder);
    if (!is_set(L"HN_DESK_NO_MUTEX"))
        CreateMutexW(NULL, FALSE, MUTEX_RUNNING); /* held until the process ends */
#ifndef HN_CONSOLE
    if (is_for_open_window(count - 1, words + 1))
        return 0;
    clear_leftover(own_folder);
#endif
    return run_python(count - 1, words + 1);
}

#ifdef HN_CONSOLE
int wmain(void)
{
    return run();
}
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, LPWSTR line, int show)
{
    (void)self, (void)none, (void)line, (void)show;
    return run();
}
#endif
