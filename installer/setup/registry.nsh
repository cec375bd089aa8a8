; What Windows is told, all of it in HKCU: the entry under Apps, shortcuts, and "open with" for packets, receipts and trust packs.
!define CLASSES "Software\Classes"
!define PROGID "HNDesk.File"
!define SHCNE_ASSOCCHANGED 0x08000000

!macro EachEnding MACRO
  !insertmacro ${MACRO} ".xlsx"
  !insertmacro ${MACRO} ".pdf"
!macroend

!macro Associate ENDING
  WriteRegStr HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${PROGID}" ""
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${ENDING}\shell\HNDesk" "" "$(OpenWith)"
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${ENDING}\shell\HNDesk" "Icon" '"$INSTDIR\hn-desk.exe",0'
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${ENDING}\shell\HNDesk\command" "" '"$INSTDIR\hn-desk.exe" "%1"'
!macroend

!macro Dissociate ENDING
  DeleteRegValue HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}"
  DeleteRegKey HKCU "${CLASSES}\SystemFileAssociations\${ENDING}\shell\HNDesk"
  DeleteRegKey /ifempty HKCU "${CLASSES}\SystemFileAssociations\${ENDING}\shell"
  DeleteRegKey /ifempty HKCU "${CLASSES}\SystemFileAssociations\${ENDING}"
!macroend

!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i ${SHCNE_ASSOCCHANGED}, i 0, p 0, p 0)'
!macroend

Function Register
  SetOutPath "$INSTDIR" ; a shortcut begins in it
  CreateShortcut "$SMPROGRAMS\HN Desk.lnk" "$INSTDIR\hn-desk.exe"
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 != $INSTDIR ; who removed the one on the desktop doesn't get it again with each version
    CreateShortcut "$DESKTOP\HN Desk.lnk" "$INSTDIR\hn-desk.exe"
  ${EndIf}
  SetOutPath "$TEMP"
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "" "$(FileKind)"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\DefaultIcon" "" '"$INSTDIR\hn-desk.exe",0'
  WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\hn-desk.exe" "%1"'
  !insertmacro EachEnding Associate
  !insertmacro TellExplorer
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "HN Desk"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "HN Desk maintainers"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" '"$INSTDIR\hn-desk.exe",0'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${INSTALLED_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd

; Only when Windows was told about this copy, not about one in another folder.
Function un.Unregister
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 != $INSTDIR
    Return
  ${EndIf}
  Delete "$SMPROGRAMS\HN Desk.lnk"
  Delete "$DESKTOP\HN Desk.lnk"
  DeleteRegKey HKCU "${CLASSES}\${PROGID}"
  !insertmacro EachEnding Dissociate
  !insertmacro TellExplorer
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
FunctionEnd
