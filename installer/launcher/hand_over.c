/* One window for all files: the second start hands its file to the first one's window, over a pipe. */
#include "launcher.h"

#include <stdint.h>
#include <stdio.h>
#include <wchar.h>

enum { WAIT_FOR_WINDOW_MS = 20000, STEP_MS = 200, BUSY_MS = 2000 };

static int as_utf8(const wchar_t *text, char *bytes, int room)
{
    return WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, room, NULL, NULL) - 1; /* without the final zero */
}

static uint64_t fnv_1a(const char *bytes, int length)
{
    uint64_t sum = 0xcbf29ce484222325u;
    for (int at = 0; at < length; at++)
        sum = (sum ^ (unsigned char)bytes[at]) * 0x100000001b3u;
    return sum;
}

static BOOL name_pipe(wchar_t *name, size_t room)
{
    static wchar_t folder[PATH_LETTERS];
    static char bytes[3 * PATH_LETTERS];
    DWORD length = GetEnvironmentVariableW(L"LOCALAPPDATA", folder, PATH_LETTERS);
    if (length == 0 || length >= PATH_LETTERS)
        return FALSE;
    uint64_t sum = fnv_1a(bytes, as_utf8(folder, bytes, sizeof bytes));
    return _snwprintf(name, room, L"\\\\.\\pipe\\hn-desk-%08lx%08lx", (unsigned long)(sum >> 32),
               (unsigned long)(sum & 0xffffffffu)) > 0;
}

static HANDLE open_pipe(const wchar_t *name)
{
    HANDLE pipe = CreateFileW(name, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
    if (pipe == INVALID_HANDLE_VALUE && GetLastError() == ERROR_PIPE_BUSY && WaitNamedPipeW(name, BUSY_MS))
        pipe = CreateFileW(name, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
    return pipe;
}

static BOOL send_file(const wchar_t *name, const wchar_t *file)
{
    static char bytes[3 * PATH_LETTERS];
    DWORD written = 0;
    HANDLE pipe = open_pipe(name);
    if (pipe == INVALID_HANDLE_VALUE)
        return FALSE;
    int length = as_utf8(file, bytes, sizeof bytes - 1);
    bytes[length++] = '\n';
    AllowSetForegroundWindow(ASFW_ANY);
    BOOL is_sent = WriteFile(pipe, bytes, (DWORD)length, &written, NULL) && written == (DWORD)length;
    CloseHandle(pipe);
    return is_sent;
}

BOOL hand_over(const wchar_t *file)
{
    wchar_t name[64];
    if (!name_pipe(name, 64))
        return FALSE;
    if (send_file(name, file))
        return TRUE;
    HANDLE window = CreateMutexW(NULL, TRUE, MUTEX_WINDOW); /* held until the process ends */
    if (!window || GetLastError() != ERROR_ALREADY_EXISTS)
        return FALSE;
    for (int waited = 0; waited < WAIT_FOR_WINDOW_MS; waited += STEP_MS) { /* the first one is still starting */
        if (send_file(name, file))
            return TRUE;
        if (WaitForSingleObject(window, STEP_MS) != WAIT_TIMEOUT)
            return FALSE; /* it has ended; the mutex is ours now */
    }
    return FALSE;
}
