<#
.SYNOPSIS
The command, as one or two words, that starts another process of the PowerShell this runs in.
#>
$process = [Environment]::ProcessPath
if ([IO.Path]::GetFileNameWithoutExtension($process) -eq 'pwsh') {
    $process
} else {
    # Started as a dotnet tool: the process is dotnet, and pwsh its first argument.
    $process, [Environment]::GetCommandLineArgs()[0]
}
