; The setup program of HN Desk: per user, no administrator, no network; the data folder is never touched.
;
; installer/build_setup.py defines VERSION, VERSION_HIGH, VERSION_LOW, INSTALLED_KB, NEED_MB, FILES, LANGUAGES, ICON, OUT, TARGET and COMPRESSOR.
; Words: /S silent, /UPDATE wait up to a minute for the program to end, /OLDER go back to an older version,
; /LANG=en, /D=folder (last). Exit codes: 0 good, 2 the program runs, 3 too old Windows, 4 failed, everything as before.
;
; At every moment either the old or the new program stands in $INSTDIR, but for the instant between two renames:
;   extract into <folder>.hn-desk-new, let it check itself there, <folder> becomes <folder>.hn-desk-old,
;   <folder>.hn-desk-new becomes <folder>, the old one is removed.
; Cut off in that instant, the next log-on (RunOnce, launcher\leftovers.c) or the next setup gives the old one its name back.

Target ${TARGET}
Unicode true
SetCompressor /SOLID ${COMPRESSOR}
!if ${COMPRESSOR} == lzma
  SetCompressorDictSize 32
!endif
SetDatablockOptimize on
SetDateSave on
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
AllowSkipFiles off
BrandingText "HN Desk ${VERSION}"
Name "HN Desk"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\HN Desk"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\HNDesk"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"

!define NEW "$INSTDIR.hn-desk-new"
!define OLD "$INSTDIR.hn-desk-old"
!define CODE_RUNNING 2
!define CODE_OLD_WINDOWS 3
!define CODE_FAILED 4

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include x64.nsh

Var Waits       ; 1 with /UPDATE
Var AllowsOlder ; 1 with /OLDER
Var IsFirst     ; 1 when nothing was installed there
Var Code        ; exit code of a failure
Var Reason      ; its sentence

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_CUSTOMFUNCTION_GUIINIT Begin
!define MUI_CUSTOMFUNCTION_UNGUIINIT un.Begin
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(WhereTo)"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolderPage
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TEXT "$(IsInstalled)"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!define MUI_FINISHPAGE_RUN_TEXT "$(OpenNow)"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(RemoveWhat)"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGEEX "${LANGUAGES}" "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

!include "${FILES}"
!include "setup\texts.nsh"
!include "setup\common.nsh"
!include "setup\folder.nsh"
!include "setup\registry.nsh"
!include "setup\upgrade.nsh"
!include "setup\uninstall.nsh"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "ProductName" "HN Desk"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "CompanyName" "HN Desk maintainers"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "FileDescription" "Cài đặt HN Desk"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "LegalCopyright" "© 2026 HN Desk maintainers, MIT"

Function .onInit
  !insertmacro ReadLanguage
  !insertmacro ReadFlag "/UPDATE" $Waits
  !insertmacro ReadFlag "/OLDER" $AllowsOlder
  StrCpy $Code ${CODE_FAILED}
FunctionEnd

; Not in .onInit, where the language isn't chosen yet: before the first page, or first of all when silent.
Function Begin
  Call RefuseOldWindows
  !insertmacro RefuseSecondSetup
  Call RefuseWhileRunning
FunctionEnd

Section
  AddSize ${INSTALLED_KB} ; files that functions write aren't counted
  ${If} ${Silent}
    Call Begin
  ${EndIf}
  Call RefuseFolder
  Call Repair
  Call RefuseOlderSetup
  Call RefuseFullDisk
  Call Extract
  Call CheckNew
  Call Swap
  Call Register
  Call RemoveOld
SectionEnd

Function .onInstFailed
  SetOutPath "$TEMP"
  Call DiscardNew
  SetErrorLevel $Code
FunctionEnd

Function StartProgram
  SetOutPath "$PROFILE"
  Exec '"$INSTDIR\hn-desk.exe"'
FunctionEnd
