; Which folder may be used, whether it has room, and what an earlier setup that was cut off has left beside it.

; $0: 1 when $INSTDIR may be used: new, empty, with a HN Desk that setup installed; the usual folder and the one that
; Windows knows even if a virus scanner took files of it, or an uninstaller left in it what isn't ours
Function SeeWhetherUsable
  StrCpy $0 $INSTDIR 1 -1
  ${If} $0 == "\"
    StrCpy $INSTDIR $INSTDIR -1
  ${EndIf}
  StrCpy $0 0
  StrLen $1 "$INSTDIR"
  ${If} $1 < 4
  ${OrIf} $INSTDIR == "$LOCALAPPDATA\HN Desk"
    Return
  ${EndIf}
  ReadRegStr $1 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $INSTDIR == $1
  ${OrIf} $INSTDIR == "$LOCALAPPDATA\Programs\HN Desk"
    StrCpy $0 1
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\hn-desk.exe"
  ${AndIf} ${FileExists} "$INSTDIR\files.sha256"
  ${AndIf} ${FileExists} "$INSTDIR\uninstall.exe"
    StrCpy $0 1
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\*.*"
    ClearErrors
    RMDir "$INSTDIR" ; only an empty one goes
    ${If} ${Errors}
      Return
    ${EndIf}
  ${ElseIf} ${FileExists} "$INSTDIR"
    Return
  ${EndIf}
  StrCpy $0 1
FunctionEnd

Function LeaveFolderPage
  Call SeeWhetherUsable
  ${If} $0 == 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(BadFolder)"
    Abort
  ${EndIf}
FunctionEnd

Function RefuseFolder
  Call SeeWhetherUsable
  ${If} $0 == 0
    !insertmacro Fail "$(BadFolder)"
  ${EndIf}
FunctionEnd

; Patiently: the self-check of a setup that was cut off may still be running in it.
Function DiscardNew
  StrCpy $0 0
  ${Do}
    RMDir /r "${NEW}"
    ${IfNot} ${FileExists} "${NEW}\*.*"
      Return
    ${EndIf}
    IntOp $0 $0 + 1
    Sleep ${PAUSE_MS}
  ${LoopUntil} $0 >= ${TRIES}
FunctionEnd

; After this: ${NEW} and ${OLD} are gone, and a whole old program is in $INSTDIR if there was one.
Function Repair
  SetOutPath "$TEMP"
  Call DiscardNew
  ${If} ${FileExists} "${OLD}\hn-desk.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\*.*"
    Rename "${OLD}" "$INSTDIR"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\*.*"
    StrCpy $IsFirst 0
    Call RemoveOld
  ${Else}
    StrCpy $IsFirst 1
  ${EndIf}
  ${If} ${FileExists} "${NEW}\*.*"
    !insertmacro Fail "$(FolderIsUsed)"
  ${EndIf}
  ${If} $IsFirst == 0
  ${AndIf} ${FileExists} "${OLD}\*.*"
    !insertmacro Fail "$(FolderIsUsed)"
  ${EndIf}
FunctionEnd

Function RefuseOlderSetup
  ${If} $AllowsOlder == 1
  ${OrIf} $IsFirst == 1
    Return
  ${EndIf}
  ClearErrors
  GetDLLVersion "$INSTDIR\hn-desk.exe" $0 $1
  ${If} ${Errors}
    Return
  ${EndIf}
  ${If} $0 U> ${VERSION_HIGH}
    !insertmacro Fail "$(NewerIsThere)"
  ${EndIf}
  ${If} $0 = ${VERSION_HIGH}
  ${AndIf} $1 U> ${VERSION_LOW}
    !insertmacro Fail "$(NewerIsThere)"
  ${EndIf}
FunctionEnd

Function RefuseFullDisk
  ${GetRoot} "$INSTDIR" $0
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$0\", *l .r1, *l, *l) i .r2'
  ${If} $2 == 0
    Return ; a kind of drive that doesn't say; writing will
  ${EndIf}
  System::Int64Op $1 / 1048576
  Pop $1
  ${If} $1 < ${NEED_MB}
    !insertmacro Fail "$(DiskFull)"
  ${EndIf}
FunctionEnd
