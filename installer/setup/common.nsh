; For setup and uninstaller alike.
!define MUTEX_RUNNING "Local\HN-Desk-running"
!define MUTEX_SETUP "Local\HN-Desk-setup"
!define SYNCHRONIZE 0x100000
!define ALREADY_EXISTS 183
!define POLLS 120 ; of half a second each
!define TRIES 40 ; with a pause between them: a virus scanner reads what was just written
!define PAUSE_MS 250

!macro ReadFlag WORD VARIABLE
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "${WORD}" $1
  ${If} ${Errors}
    StrCpy ${VARIABLE} 0
  ${Else}
    StrCpy ${VARIABLE} 1
  ${EndIf}
!macroend

!macro ReadLanguage
  StrCpy $LANGUAGE ${LANG_VIETNAMESE}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/LANG=" $1
  ${If} $1 == "en"
    StrCpy $LANGUAGE ${LANG_ENGLISH}
  ${EndIf}
!macroend

!macro RefuseSecondSetup
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${MUTEX_SETUP}") p .r1 ?e'
  Pop $0
  ${If} $0 == ${ALREADY_EXISTS}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(SecondSetup)" /SD IDOK
    SetErrorLevel ${CODE_RUNNING}
    Quit
  ${EndIf}
!macroend

; Functions that both programs need; the uninstaller's begin with "un.".
!macro CommonFunctions UN
; $0: 1 while the program runs
Function ${UN}SeeWhetherRunning
  System::Call 'kernel32::OpenMutexW(i ${SYNCHRONIZE}, i 0, w "${MUTEX_RUNNING}") p .r1'
  ${If} $1 P= 0
    StrCpy $0 0
  ${Else}
    System::Call 'kernel32::CloseHandle(p r1)'
    StrCpy $0 1
  ${EndIf}
FunctionEnd

; $0: 1 when the officer gave up, or nobody can be asked and waiting was in vain
Function ${UN}WaitUntilClosed
  StrCpy $2 0
  ${Do}
    Call ${UN}SeeWhetherRunning
    ${If} $0 == 0
      Return
    ${EndIf}
    ${If} $Waits == 1
    ${AndIf} $2 < ${POLLS}
      IntOp $2 $2 + 1
      Sleep 500
    ${Else}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(ProgramRuns)" /SD IDCANCEL IDRETRY +2
      Return
    ${EndIf}
  ${Loop}
FunctionEnd

Function ${UN}RefuseWhileRunning
  Call ${UN}WaitUntilClosed
  ${If} $0 == 1
    SetErrorLevel ${CODE_RUNNING}
    Quit
  ${EndIf}
FunctionEnd
!macroend
!insertmacro CommonFunctions ""
!insertmacro CommonFunctions "un."

Function RefuseOldWindows
  SetRegView 64
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  SetRegView lastused
  ${If} ${RunningX64}
  ${AndIf} $0 >= 17763
    Return
  ${EndIf}
  MessageBox MB_OK|MB_ICONSTOP "$(TooOldWindows)" /SD IDOK
  SetErrorLevel ${CODE_OLD_WINDOWS}
  Quit
FunctionEnd

; Stop with $Reason; .onInstFailed tidies up.
Function Fail
  DetailPrint "$Reason"
  MessageBox MB_OK|MB_ICONSTOP "$Reason" /SD IDOK
  Abort "$Reason"
FunctionEnd

!macro Fail TEXT
  StrCpy $Reason "${TEXT}"
  Call Fail
!macroend
