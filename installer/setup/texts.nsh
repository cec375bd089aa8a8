; What setup and uninstaller say. NSIS's own words come from its language files.
!macro Say NAME VIETNAMESE ENGLISH
  LangString ${NAME} ${LANG_VIETNAMESE} `${VIETNAMESE}`
  LangString ${NAME} ${LANG_ENGLISH} `${ENGLISH}`
!macroend

!insertmacro Say WhereTo \
  `HN Desk ${VERSION} được cài cho riêng tài khoản Windows này, không cần quyền quản trị và không cần mạng. Dữ liệu đang có được giữ nguyên. Nếu không có lý do riêng, xin giữ thư mục dưới đây rồi bấm Cài đặt.` \
  `HN Desk ${VERSION} is installed for this Windows account only, without administrator and without network. Existing data stays as it is. Keep the folder below unless you have a reason, then press Install.`
!insertmacro Say IsInstalled \
  `HN Desk ${VERSION} đã được cài. Từ nay mở bằng biểu tượng HN Desk trên màn hình hoặc trong menu Start.` \
  `HN Desk ${VERSION} is installed. From now on open it with the HN Desk icon on the desktop or in the Start menu.`
!insertmacro Say OpenNow `Mở HN Desk` `Open HN Desk`
!insertmacro Say TooOldWindows \
  `HN Desk cần Windows 10 bản 1809 (17763) trở lên, loại 64-bit. Máy này cũ hơn nên chưa cài được; chưa có gì thay đổi trên máy.$\r$\n$\r$\nXin làm một trong hai việc: cập nhật Windows của máy này bằng Windows Update, hoặc cài HN Desk trên một máy khác có Windows 10 hoặc 11 64-bit. Cần giúp, xin gọi cán bộ công nghệ thông tin của phường, xã.` \
  `HN Desk needs Windows 10 version 1809 (17763) or later, 64-bit. This PC is older, so nothing was installed or changed.$\r$\n$\r$\nEither update this PC's Windows with Windows Update, or install HN Desk on another PC with 64-bit Windows 10 or 11. For help, call the ward's IT officer.`
!insertmacro Say SecondSetup \
  `Một lần cài đặt HN Desk khác đang chạy. Xin chờ nó xong rồi chạy lại.` \
  `Another setup of HN Desk is running. Wait for it to finish, then start again.`
!insertmacro Say ProgramRuns \
  `HN Desk đang mở. Xin lưu việc đang làm, đóng mọi cửa sổ HN Desk rồi bấm Thử lại (Retry).` \
  `HN Desk is open. Save your work, close all its windows, then press Retry.`
!insertmacro Say BadFolder \
  `Thư mục này không dùng được:$\r$\n$INSTDIR$\r$\n$\r$\nXin chọn một thư mục trống hoặc chưa có, không phải gốc ổ đĩa và không phải thư mục dữ liệu của HN Desk.` \
  `This folder can't be used:$\r$\n$INSTDIR$\r$\n$\r$\nChoose an empty or new folder that is neither a drive's root nor HN Desk's data folder.`
!insertmacro Say NewerIsThere \
  `Máy này đã có bản HN Desk mới hơn bản ${VERSION}. Bản cũ không đọc được dữ liệu của bản mới, nên không cài; chưa có gì thay đổi.` \
  `This PC has a newer HN Desk than ${VERSION}. An older one can't read a newer one's data, so nothing was installed or changed.`
!insertmacro Say DiskFull \
  `Ổ đĩa không đủ chỗ: cần ${NEED_MB} MB. Xin dọn bớt tệp hoặc chọn ổ đĩa khác; chưa có gì thay đổi.` \
  `The disk has too little room: ${NEED_MB} MB are needed. Remove some files or choose another drive; nothing was changed.`
!insertmacro Say CantWrite \
  `Không ghi được chương trình xuống đĩa (đĩa đầy, hoặc phần mềm diệt vi-rút đã chặn). HN Desk cũ và dữ liệu vẫn nguyên như trước.` \
  `The program couldn't be written to disk (disk full, or an antivirus product stopped it). The old HN Desk and the data are as before.`
!insertmacro Say NewIsDamaged \
  `Bản vừa chép không qua được bước tự kiểm tra, có thể vì phần mềm diệt vi-rút đã giữ một tệp. HN Desk cũ và dữ liệu vẫn nguyên như trước. Xin cho phép thư mục cài đặt trong phần mềm diệt vi-rút rồi chạy lại.` \
  `The new copy didn't pass its self-check; an antivirus product may hold one of its files. The old HN Desk and the data are as before. Allow the folder in the antivirus product, then run this again.`
!insertmacro Say FolderIsUsed \
  `Thư mục chương trình đang bị một phần mềm khác giữ. HN Desk cũ và dữ liệu vẫn nguyên như trước. Xin đóng các cửa sổ đang mở thư mục này, chờ một phút rồi chạy lại.$\r$\n$INSTDIR` \
  `The program's folder is held by another program. The old HN Desk and the data are as before. Close the windows that show this folder, wait a minute and run this again.$\r$\n$INSTDIR`
!insertmacro Say Checking `Bản mới đang tự kiểm tra, xin chờ…` `The new copy checks itself, please wait…`
!insertmacro Say RemovingOld `Đang xoá bản cũ…` `Removing the old copy…`
!insertmacro Say OpenWith `Mở bằng HN Desk` `Open with HN Desk`
!insertmacro Say FileKind `Gói tệp HN Desk` `HN Desk file`
!insertmacro Say RemoveWhat \
  `HN Desk sẽ được gỡ khỏi máy này. Dữ liệu của phường, xã không bị xoá.` \
  `HN Desk is removed from this PC. The office's data isn't deleted.`
!insertmacro Say DataStays \
  `Đã gỡ HN Desk. Dữ liệu vẫn còn trong thư mục$\r$\n$LOCALAPPDATA\HN Desk$\r$\nCài lại HN Desk thì mở lại được.` \
  `HN Desk is removed. The data is still in the folder$\r$\n$LOCALAPPDATA\HN Desk$\r$\nand opens again once HN Desk is installed again.`
!insertmacro Say SomeStay \
  `Một vài tệp chưa xoá được vì đang bị phần mềm khác giữ. Xin khởi động lại máy rồi gỡ lần nữa.$\r$\n$INSTDIR` \
  `Some files couldn't be removed because another program holds them. Restart the PC, then uninstall again.$\r$\n$INSTDIR`
