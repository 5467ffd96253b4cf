; Installs Portolan for the user who runs it, which needs no administrator. build-aux/windows/build says what VERSION, FOLDER,
; UNINSTALL, ICON, OUTPUT and SIZE are.
Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh
!include x64.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Portolan"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\portolan.exe"

Name "Portolan"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Portolan"
InstallDirRegKey HKCU "${KEY}" InstallLocation
SetCompressor /SOLID lzma
BrandingText "Portolan ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Portolan"
VIAddVersionKey FileDescription "Portolan"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "GPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\portolan.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

; The languages of Portolan; the first is for all others.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Arabic"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Indonesian"
!insertmacro MUI_LANGUAGE "Italian"
!insertmacro MUI_LANGUAGE "Japanese"
!insertmacro MUI_LANGUAGE "Polish"
!insertmacro MUI_LANGUAGE "PortugueseBR"
!insertmacro MUI_LANGUAGE "Russian"
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "Spanish"
!insertmacro MUI_LANGUAGE "Turkish"

; Files of a program that runs can't be replaced or taken away. A window that runs has a mutex (ptl-windows-instance.c). Nobody can
; be asked in a silent run: it ends with the status 2, as where the installer itself gives up.
!macro WAIT_FOR_END
  ${Do}
    System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "Local\app.portolan.Portolan") p .r0'
    ${If} $0 P= 0
      ${Break}
    ${EndIf}
    System::Call 'kernel32::CloseHandle(p r0)'
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Portolan is open. Please close its window first." /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Abort
  ${Loop}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "Portolan needs a 64-bit Windows." /SD IDOK
    Abort
  ${EndIf}
  !insertmacro WAIT_FOR_END
FunctionEnd

Function un.onInit
  !insertmacro WAIT_FOR_END
FunctionEnd

Section
  ; Another version may have brought files that this one does not have.
  IfFileExists "$INSTDIR\uninstall.exe" 0 +2
    ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Portolan.lnk" "$INSTDIR\portolan.exe"
  WriteRegStr HKCU "${APP_PATH}" "" "$INSTDIR\portolan.exe"
  WriteRegStr HKCU "${KEY}" DisplayName "Portolan"
  WriteRegStr HKCU "${KEY}" DisplayVersion "${VERSION}"
  WriteRegStr HKCU "${KEY}" DisplayIcon "$INSTDIR\portolan.exe"
  WriteRegStr HKCU "${KEY}" InstallLocation "$INSTDIR"
  WriteRegStr HKCU "${KEY}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" EstimatedSize ${SIZE}
  WriteRegDWORD HKCU "${KEY}" NoModify 1
  WriteRegDWORD HKCU "${KEY}" NoRepair 1
SectionEnd

; What the user keeps, settings and book, stays.
Section Uninstall
  !include "${UNINSTALL}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Portolan.lnk"
  DeleteRegKey HKCU "${APP_PATH}"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
