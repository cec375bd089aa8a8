# DRAFT: never yet run on a real Windows. The same Python builder as `make windows` on Debian, then what only
# a real Windows can say: the signatures of the runtime and Qt, setup, self-check, a driven day, uninstall.
# Needs: git, Python 3.11 (py -3.11), NSIS (makensis), MinGW-w64 (x86_64-w64-mingw32-gcc). Run from the project's folder:
#   powershell -ExecutionPolicy Bypass -File installer\build_windows.ps1
param([switch]$Full)

$ErrorActionPreference = "Stop"
Set-StrictMode -Version Latest
$python = ".venv\Scripts\python.exe"
$release = "build\windows\release"
$env:PYTHONUTF8 = "1"
$env:PATH += ";${env:ProgramFiles(x86)}\NSIS"

function Invoke-Checked([string]$What, [scriptblock]$Step) {
    Write-Host "== $What"
    $global:LASTEXITCODE = 0
    & $Step
    if ($LASTEXITCODE -ne 0) { throw "$What failed with exit code $LASTEXITCODE" }
}

foreach ($tool in "git", "py", "makensis", "x86_64-w64-mingw32-gcc") {
    if (-not (Get-Command $tool -ErrorAction SilentlyContinue)) { throw "$tool is missing; see the head of this file" }
}
$env:SOURCE_DATE_EPOCH = (git log -1 --format=%ct)

if (-not (Test-Path $python)) { Invoke-Checked "virtual environment" { py -3.11 -m venv .venv } }
Invoke-Checked "locked libraries" { & $python -m pip install --quiet --no-deps --require-hashes -r requirements.lock }
Invoke-Checked "texts" { & $python -m installer.compile_locale }
$form = if ($Full) { @() } else { @("--short") }
Invoke-Checked "layout, setup, zip" { & $python -m installer.build_layout @form }

Write-Host "== signatures of Python's and Qt's files"
$tree = "build\windows\HN Desk"
$wrong = Get-ChildItem -Recurse $tree -Include *.exe, *.dll, *.pyd |
    ForEach-Object { Get-AuthenticodeSignature $_.FullName } |
    Where-Object { $_.Status -notin "Valid", "NotSigned" }
if ($wrong) { $wrong | Format-Table Path, Status; throw "a signature is broken" }

$setup = Get-Item "$release\HN-Desk-*-setup.exe" | Select-Object -Last 1
$home_ = Join-Path $env:TEMP "hn-desk-setup-test"
$desk = Join-Path $home_ "hn-desk-cli.exe"
Invoke-Checked "silent installation" {
    $ended = Start-Process $setup.FullName -ArgumentList "/S", "/D=$home_" -Wait -PassThru
    $global:LASTEXITCODE = $ended.ExitCode
}
Invoke-Checked "self-check" { & $desk --self-check }
Invoke-Checked "a whole day" { & $desk day --into (Join-Path $env:TEMP "hn-desk-day") --replace }
Invoke-Checked "uninstallation" {
    $ended = Start-Process (Join-Path $home_ "uninstall.exe") -ArgumentList "/S", "_?=$home_" -Wait -PassThru
    $global:LASTEXITCODE = $ended.ExitCode
}
if (Test-Path $desk) { throw "the uninstaller left the program behind" }
Write-Host "built: $($setup.FullName)"
