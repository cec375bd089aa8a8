; Extract, check, change places, remove the old one.
!define CHECK_TIMEOUT_MS 300000

Function Extract
  ClearErrors
  !insertmacro InstallFiles
  WriteUninstaller "${NEW}\uninstall.exe"
  SetOutPath "$TEMP" ; a current folder can't be renamed
  ${If} ${Errors}
    !insertmacro Fail "$(CantWrite)"
  ${EndIf}
FunctionEnd

!macro SetVariable NAME VALUE
  System::Call 'kernel32::SetEnvironmentVariableW(w "${NAME}", ${VALUE})'
!macroend

Function CheckNew
  DetailPrint "$(Checking)"
  !insertmacro SetVariable "HN_DESK_NO_MUTEX" 'w "1"'
  nsExec::ExecToLog /TIMEOUT=${CHECK_TIMEOUT_MS} '"${NEW}\hn-desk-cli.exe" --self-check'
  Pop $0
  !insertmacro SetVariable "HN_DESK_NO_MUTEX" "p 0"
  ${If} $0 != "0"
    !insertmacro Fail "$(NewIsDamaged)"
  ${EndIf}
FunctionEnd

; $3 → $4; $0: 1 when it is done
Function RenameFolder
  StrCpy $2 0
  ${Do}
    ClearErrors
    Rename "$3" "$4"
    ${IfNot} ${Errors}
      StrCpy $0 1
      Return
    ${EndIf}
    IntOp $2 $2 + 1
    Sleep ${PAUSE_MS}
  ${LoopUntil} $2 >= ${TRIES}
  StrCpy $0 0
FunctionEnd

!define RUN_ONCE "Software\Microsoft\Windows\CurrentVersion\RunOnce"

Function Swap
  Call WaitUntilClosed ; it may have been opened meanwhile
  ${If} $0 == 1
    StrCpy $Code ${CODE_RUNNING}
    Abort "$(ProgramRuns)"
  ${EndIf}
  ${If} $IsFirst == 0
    WriteRegStr HKCU "${RUN_ONCE}" "HN Desk" '"${NEW}\hn-desk.exe" --put-back'
    StrCpy $3 "$INSTDIR"
    StrCpy $4 "${OLD}"
    Call RenameFolder
    ${If} $0 == 0
      DeleteRegValue HKCU "${RUN_ONCE}" "HN Desk"
      !insertmacro Fail "$(FolderIsUsed)"
    ${EndIf}
  ${EndIf}
  StrCpy $3 "${NEW}"
  StrCpy $4 "$INSTDIR"
  Call RenameFolder
  ${If} $0 == 0
    ${If} $IsFirst == 0
      StrCpy $3 "${OLD}"
      Call RenameFolder
      DeleteRegValue HKCU "${RUN_ONCE}" "HN Desk"
    ${EndIf}
    !insertmacro Fail "$(FolderIsUsed)"
  ${EndIf}
  DeleteRegValue HKCU "${RUN_ONCE}" "HN Desk"
FunctionEnd

; The old one's own uninstaller knows its files; what else lay in the folder is an officer's and moves into the new one.
; Where a virus scanner took that uninstaller, the new one's removes what it knows, and the rest stays together in a folder.
; What is still held stays for the launcher's next start (leftovers.c) or the next setup.
Function RemoveOld
  ${IfNot} ${FileExists} "${OLD}\*.*"
    Return
  ${EndIf}
  DetailPrint "$(RemovingOld)"
  StrCpy $3 1 ; what remains is an officer's
  ${IfNot} ${FileExists} "${OLD}\uninstall.exe"
    ${If} ${FileExists} "${OLD}\hn-desk.exe"
    ${OrIf} ${FileExists} "${OLD}\files.sha256"
      StrCpy $3 0
      CopyFiles /SILENT "$INSTDIR\uninstall.exe" "${OLD}\uninstall.exe"
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "${OLD}\uninstall.exe"
    SetDetailsPrint none
    ClearErrors
    ExecWait '"${OLD}\uninstall.exe" /S /FILES _?=${OLD}' $0
    SetDetailsPrint both
    ${If} ${Errors}
    ${OrIf} $0 != 0
      Return
    ${EndIf}
    Delete "${OLD}\uninstall.exe"
    ${If} ${FileExists} "${OLD}\uninstall.exe"
      Return
    ${EndIf}
  ${EndIf}
  RMDir "${OLD}"
  ${If} ${FileExists} "${OLD}\*.*"
  ${AndIf} $3 == 1
    Push ""
    Call CarryOver
  ${EndIf}
  StrCpy $1 1
  ${While} ${FileExists} "${OLD}\*.*"
    ${If} $1 > 99
      ${Break}
    ${EndIf}
    Rename "${OLD}" "$INSTDIR\Tep cu $1" ; what has the name of a file of the new one
    IntOp $1 $1 + 1
  ${EndWhile}
FunctionEnd

; On the stack: a folder below ${OLD}, "" or "\name…". Moves what is in it to the same place in $INSTDIR, if that is free.
Function CarryOver
  Exch $R0
  Push $R1
  Push $R2
  FindFirst $R1 $R2 "${OLD}$R0\*.*"
  ${DoWhile} $R2 != ""
    ${If} $R2 != "."
    ${AndIf} $R2 != ".."
      ${IfNot} ${FileExists} "$INSTDIR$R0\$R2"
        Rename "${OLD}$R0\$R2" "$INSTDIR$R0\$R2"
      ${ElseIf} ${FileExists} "${OLD}$R0\$R2\*.*"
        Push "$R0\$R2"
        Call CarryOver
      ${EndIf}
    ${EndIf}
    FindNext $R1 $R2
  ${Loop}
  FindClose $R1
  RMDir "${OLD}$R0"
  Pop $R2
  Pop $R1
  Pop $R0
FunctionEnd
