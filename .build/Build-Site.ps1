# Makes the site in output/site from the README, the pages of docs, the samples and the XML documentation of the library. The
# module is the one in $env:HFENDPOINTS_MODULE.
#Requires -Version 7.4
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$root = Split-Path $PSScriptRoot
$source = Join-Path $root output/site-source
foreach ($old in $source, (Join-Path $root output/site)) {
    Remove-Item $old -Recurse -Force -ErrorAction Ignore
}

$null = New-Item -ItemType Directory $source

# The files keep their places, so that their links hold; the README is the first page.
Push-Location $root
try {
    foreach ($file in git ls-files --cached --others --exclude-standard -- '*.md' LICENSE samples docs/images) {
        $target = Join-Path $source $file
        $null = New-Item -ItemType Directory -Force (Split-Path $target)
        Copy-Item $file $target
    }
} finally {
    Pop-Location
}

Move-Item "$source/README.md" "$source/index.md"
Copy-Item "$root/docs/site/*" $source -Recurse
Remove-Item "$source/docs/site" -Recurse -ErrorAction Ignore
$null = New-Item -ItemType Directory "$source/assemblies"
$module = Split-Path $env:HFENDPOINTS_MODULE
Copy-Item "$module/HfEndpoints.Abstractions.dll", "$module/lib/*.dll" "$source/assemblies"
# With the packages that its members mention; it is not in the module.
dotnet publish "$root/src/HfEndpoints.Extensions.AI" -c Release -o "$source/assemblies"
Copy-Item "$root/src/HfEndpoints.*/bin/Release/net8.0/HfEndpoints.*.xml" "$source/assemblies"

# The list of the help pages: topics first, then the cmdlets by what they are about.
$pages = Get-ChildItem "$source/docs/en-US" -Filter *.md | Where-Object Name -ne HfEndpoints.md
$lines = @('- name: All cmdlets', '  href: HfEndpoints.md', '- name: Topics', '  items:')
$lines += $pages.Where({ $_.Name -like 'about_*' }).ForEach({ "  - name: $($_.BaseName)`n    href: $($_.Name)" })
foreach ($group in $pages.Where({ $_.Name -notlike 'about_*' }) | Group-Object { $_.BaseName -replace '^[^-]+-' } | Sort-Object Name) {
    $lines += "- name: $($group.Name)", '  items:'
    $lines += $group.Group.ForEach({ "  - name: $($_.BaseName)`n    href: $($_.Name)" })
}

Set-Content "$source/docs/en-US/toc.yml" $lines
Push-Location $source
try {
    dotnet tool exec docfx@2.81.0 --yes -- docfx.json --warningsAsErrors
} finally {
    Pop-Location
}
