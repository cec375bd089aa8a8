; Removes only what setup put there, file by file. /FILES, for setup and launcher: only the files of an old copy set aside.
Var IsSetAside ; 1 with /FILES

Function un.onInit
  !insertmacro ReadLanguage
  !insertmacro ReadFlag "/FILES" $IsSetAside
  StrCpy $Waits 0
  ${If} $IsSetAside == 1
    StrCpy $0 $INSTDIR "" -12
    ${If} $0 != ".hn-desk-old"
      SetErrorLevel ${CODE_FAILED}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.Begin
  ${If} $IsSetAside == 0
    !insertmacro RefuseSecondSetup
    Call un.RefuseWhileRunning
  ${EndIf}
FunctionEnd

Section "Uninstall"
  ${If} ${Silent}
    Call un.Begin
  ${EndIf}
  SetOutPath "$TEMP"
  ${If} $IsSetAside == 1
    Delete "$INSTDIR\hn-desk.exe" ; half of a copy must not be taken for a whole one
  ${EndIf}
  ClearErrors
  !insertmacro RemoveFiles
  Delete "$INSTDIR\hn-desk.exe"
  ${If} ${Errors}
    SetErrorLevel ${CODE_FAILED}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(SomeStay)" /SD IDOK
    Abort "$(SomeStay)"
  ${EndIf}
  !insertmacro RemoveFolders ; but for those with more in them than ours
  ${If} $IsSetAside == 0
    Call un.RemoveBeside
    Call un.Unregister
  ${EndIf}
  Delete "$INSTDIR\files.sha256"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${If} $IsSetAside == 0
    MessageBox MB_OK|MB_ICONINFORMATION "$(DataStays)" /SD IDOK
  ${EndIf}
SectionEnd

; What a setup that was cut off has left.
Function un.RemoveBeside
  RMDir /r "${NEW}"
  ${If} ${FileExists} "${OLD}\uninstall.exe"
    ExecWait '"${OLD}\uninstall.exe" /S /FILES _?=${OLD}' $0
    ${If} $0 == 0
      Delete "${OLD}\uninstall.exe"
      RMDir "${OLD}"
    ${EndIf}
  ${EndIf}
FunctionEnd
