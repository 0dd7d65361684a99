/* Asks a Windows-like system the rules that windows.py relies on. Prints one line for each: NAME: answer. */
#include <windows.h>
#include <stdio.h>
#include <string.h>

#define ALL (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)
#define CRT (FILE_SHARE_READ | FILE_SHARE_WRITE)

static HANDLE file(const WCHAR *name, DWORD access, DWORD share, DWORD how) {
    return CreateFileW(name, access, share, NULL, how, FILE_ATTRIBUTE_NORMAL, NULL);
}
static void put(const WCHAR *name, const char *text) {
    DWORD n; HANDLE h = file(name, GENERIC_WRITE, ALL, CREATE_ALWAYS);
    WriteFile(h, text, strlen(text), &n, NULL); CloseHandle(h);
}
static void get(const WCHAR *name, char *text) {
    DWORD n = 0; HANDLE h = file(name, GENERIC_READ, ALL, OPEN_EXISTING);
    strcpy(text, "-"); if (h == INVALID_HANDLE_VALUE) return;
    ReadFile(h, text, 60, &n, NULL); text[n] = 0; CloseHandle(h);
}
static void said(const char *what, BOOL ok) {
    DWORD code = ok ? 0 : GetLastError(); char note[64], staged[64], copy[64];
    get(L"note", note); get(L"staged", staged); get(L"copy", copy);
    printf("%s: code %lu note=%s staged=%s copy=%s\n", what, code, note, staged, copy); fflush(stdout);
}
static void fresh(void) {
    DeleteFileW(L"note"); DeleteFileW(L"staged"); DeleteFileW(L"copy");
    put(L"note", "old"); put(L"staged", "new");
}
static void replacing(const char *what, const WCHAR *held, DWORD access, DWORD share) {
    fresh(); HANDLE h = held ? file(held, access, share, OPEN_EXISTING) : NULL;
    BOOL ok = ReplaceFileW(L"note", L"staged", L"copy", 0, NULL, NULL);
    DWORD e = GetLastError(); if (h) CloseHandle(h); SetLastError(e); said(what, ok);
}
static void moving(const char *what, const WCHAR *held, DWORD share, DWORD flags) {
    fresh(); HANDLE h = held ? file(held, GENERIC_READ, share, OPEN_EXISTING) : NULL;
    BOOL ok = MoveFileExW(L"staged", L"note", flags);
    DWORD e = GetLastError(); if (h) CloseHandle(h); SetLastError(e); said(what, ok);
}
int main(void) {
    DWORD n; HANDLE h; char text[64]; BOOL ok;
    replacing("replace", NULL, 0, 0);
    replacing("replace, note open for reading, all shared", L"note", GENERIC_READ, ALL);
    replacing("replace, note open for writing, all shared", L"note", GENERIC_READ | GENERIC_WRITE, ALL);
    replacing("replace, note open, delete not shared", L"note", GENERIC_READ, CRT);
    replacing("replace, note open, nothing shared", L"note", GENERIC_READ, 0);
    replacing("replace, staged open, all shared", L"staged", GENERIC_READ, ALL);
    replacing("replace, staged open, delete not shared", L"staged", GENERIC_READ, CRT);
    fresh(); DeleteFileW(L"note"); said("replace, no note", ReplaceFileW(L"note", L"staged", L"copy", 0, NULL, NULL));
    fresh(); DeleteFileW(L"staged"); said("replace, nothing staged", ReplaceFileW(L"note", L"staged", L"copy", 0, NULL, NULL));
    fresh(); put(L"copy", "there"); said("replace, copy is there", ReplaceFileW(L"note", L"staged", L"copy", 0, NULL, NULL));
    fresh(); SetFileAttributesW(L"note", FILE_ATTRIBUTE_READONLY);
    ok = ReplaceFileW(L"note", L"staged", L"copy", 0, NULL, NULL); n = GetLastError();
    SetFileAttributesW(L"note", FILE_ATTRIBUTE_NORMAL); SetFileAttributesW(L"copy", FILE_ATTRIBUTE_NORMAL);
    SetLastError(n); said("replace, note read-only", ok);
    moving("move over", NULL, 0, 0);
    moving("move over, asked to", NULL, 0, MOVEFILE_REPLACE_EXISTING);
    moving("move over, asked to, note open, all shared", L"note", ALL, MOVEFILE_REPLACE_EXISTING);
    moving("move over, asked to, note open, delete not shared", L"note", CRT, MOVEFILE_REPLACE_EXISTING);
    fresh(); DeleteFileW(L"note"); h = file(L"staged", GENERIC_READ, ALL, OPEN_EXISTING);
    ok = MoveFileExW(L"staged", L"note", 0); n = GetLastError(); CloseHandle(h); SetLastError(n);
    said("move, open, all shared", ok);
    fresh(); DeleteFileW(L"note"); h = file(L"staged", GENERIC_READ, CRT, OPEN_EXISTING);
    ok = MoveFileExW(L"staged", L"note", 0); n = GetLastError(); CloseHandle(h); SetLastError(n);
    said("move, open, delete not shared", ok);
    fresh(); h = file(L"note", GENERIC_READ, ALL, OPEN_EXISTING); ok = DeleteFileW(L"note"); n = GetLastError();
    CloseHandle(h); SetLastError(n); said("delete, open, all shared", ok);
    fresh(); h = file(L"note", GENERIC_READ, CRT, OPEN_EXISTING); ok = DeleteFileW(L"note"); n = GetLastError();
    CloseHandle(h); SetLastError(n); said("delete, open, delete not shared", ok);
    /* A handle follows the file, not the name. */
    fresh(); h = file(L"note", GENERIC_READ, ALL, OPEN_EXISTING); ReplaceFileW(L"note", L"staged", L"copy", 0, NULL, NULL);
    ReadFile(h, text, 60, &n, NULL); text[n] = 0; CloseHandle(h); printf("handle after replace: reads %s\n", text);
    BY_HANDLE_FILE_INFORMATION a, b; fresh();
    h = file(L"note", 0, ALL, OPEN_EXISTING); GetFileInformationByHandle(h, &a); CloseHandle(h);
    ReplaceFileW(L"note", L"staged", L"copy", 0, NULL, NULL);
    h = file(L"copy", 0, ALL, OPEN_EXISTING); GetFileInformationByHandle(h, &b); CloseHandle(h);
    printf("file id of the displaced: %s\n", a.nFileIndexLow == b.nFileIndexLow && a.nFileIndexHigh == b.nFileIndexHigh ? "kept" : "another");
    fresh(); h = file(L"note", GENERIC_READ, ALL, OPEN_EXISTING); ok = FlushFileBuffers(h); n = GetLastError(); CloseHandle(h);
    printf("flush of a file open for reading: code %lu\n", ok ? 0 : n);
    printf("drive type of C: %u, of a share: %u\n", GetDriveTypeW(L"C:\\"), GetDriveTypeW(L"\\\\server\\share\\"));
    /* Long names. */
    WCHAR dir[40000], part[64]; GetCurrentDirectoryW(400, dir); WCHAR whole[40000]; wcscpy(whole, L"\\\\?\\"); wcscat(whole, dir);
    for (int i = 0; i < 8; i++) { wcscat(whole, L"\\"); for (int k = 0; k < 40; k++) part[k] = L'a' + i; part[40] = 0; wcscat(whole, part); CreateDirectoryW(whole, NULL); }
    wcscat(whole, L"\\x.md"); h = file(whole, GENERIC_WRITE, ALL, CREATE_ALWAYS);
    printf("%u characters with the prefix: %s\n", (unsigned)wcslen(whole), h != INVALID_HANDLE_VALUE ? "opened" : "refused"); if (h != INVALID_HANDLE_VALUE) CloseHandle(h);
    h = file(whole + 4, GENERIC_READ, ALL, OPEN_EXISTING);
    printf("without it: %s %lu\n", h != INVALID_HANDLE_VALUE ? "opened" : "refused", GetLastError());
    return 0;
}
