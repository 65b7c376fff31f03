namespace HfEndpoints.Help.Tests;

public sealed class NewTests : IDisposable
{
    private const string Json = """
        {
          "moduleName": "Sample",
          "helpFile": "Sample.dll-Help.xml",
          "cmdlets": [
            {
              "name": "Get-Sample",
              "helpUri": "https://example.org/Get-Sample",
              "inputs": ["Sample"],
              "outputs": ["Sample"],
              "parameterSets": [
                {
                  "name": "ByName",
                  "isDefault": true,
                  "parameters": [
                    PARAMETERS
                    { "name": "Name", "type": "String[]", "mandatory": false, "position": 0,
                      "byValue": false, "byPropertyName": true, "globbing": true, "aliases": ["SampleName", "N"], "acceptedValues": [] },
                    { "name": "Kind", "type": "Kind", "mandatory": false, "position": null,
                      "byValue": false, "byPropertyName": false, "globbing": false, "aliases": [], "acceptedValues": ["Good", "Bad"] },
                    { "name": "Force", "type": "SwitchParameter", "mandatory": false, "position": null,
                      "byValue": false, "byPropertyName": false, "globbing": false, "aliases": [], "acceptedValues": [] }
                  ]
                },
                {
                  "name": "ByInputObject",
                  "isDefault": false,
                  "parameters": [
                    { "name": "Kind", "type": "Kind", "mandatory": false, "position": null,
                      "byValue": false, "byPropertyName": false, "globbing": false, "aliases": [], "acceptedValues": ["Good", "Bad"] },
                    { "name": "InputObject", "type": "Sample", "mandatory": true, "position": null,
                      "byValue": true, "byPropertyName": false, "globbing": false, "aliases": [], "acceptedValues": [] }
                  ]
                }
              ]
            }
          ]
        }
        """;

    private const string Added = """
        { "name": "Limit", "type": "Int32", "mandatory": true, "position": null,
          "byValue": false, "byPropertyName": false, "globbing": false, "aliases": [], "acceptedValues": [] },
        """;

    private readonly HelpFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private int Refresh(string parameters = "") => _folder.Refresh(Json.Replace("PARAMETERS", parameters, StringComparison.Ordinal));

    [Fact]
    public void AMissingPageIsWrittenAsASkeletonThatBuilds()
    {
        Assert.Equal(0, Refresh());

        Assert.Contains("{{ Fill Force Description }}", _folder.Read("Get-Sample.md"), StringComparison.Ordinal);
        Assert.Equal(0, _folder.Build());
    }

    [Fact]
    public void APageInStepIsLeftAsItIs()
    {
        string page = HelpFolder.Page.Replace("<Sample>\n ", "<Sample> ", StringComparison.Ordinal);
        _folder.Write("Get-Sample.md", page);

        Assert.Equal(0, Refresh());
        Assert.Equal(page, _folder.Read("Get-Sample.md"));
    }

    [Fact]
    public void WhatFollowsFromTheCmdletIsRefreshedAndTheProseKept()
    {
        _folder.Write("Get-Sample.md", HelpFolder.Page
            .Replace("Aliases: SampleName, N", "Aliases: Old", StringComparison.Ordinal)
            .Replace("online version: https://example.org/Get-Sample", "online version:", StringComparison.Ordinal)
            .Replace("The names.", "The names.\n\n```yaml\nWrong: True\n```\n\nStill the names.", StringComparison.Ordinal));

        Assert.Equal(0, Refresh(Added));

        string page = _folder.Read("Get-Sample.md");
        Assert.Contains(
            "Get-Sample [[-Name] <String[]>] -Limit <Int32> [-Kind <Kind>] [-Force] [<CommonParameters>]", page, StringComparison.Ordinal);
        Assert.Contains(
            "### -Limit\n{{ Fill Limit Description }}\n\n```yaml\nType: Int32\nParameter Sets: ByName\nAliases:\n",
            page,
            StringComparison.Ordinal);
        Assert.Contains("### -Name\nThe names.\n\nStill the names.\n\n```yaml\nType: String[]\n", page, StringComparison.Ordinal);
        Assert.Contains("\nonline version: https://example.org/Get-Sample\n", page, StringComparison.Ordinal);
        Assert.Contains("Aliases: SampleName, N", page, StringComparison.Ordinal);
        Assert.Contains("Default value: Good", page, StringComparison.Ordinal);
        Assert.Contains("Worth noting.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AParameterThatIsGoneLosesItsSection()
    {
        _folder.Write("Get-Sample.md", HelpFolder.Page.Replace("### -Force", "### -Gone", StringComparison.Ordinal));

        Assert.Equal(0, Refresh());
        Assert.DoesNotContain("-Gone", _folder.Read("Get-Sample.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void RefreshingTwiceChangesNothing()
    {
        Assert.Equal(0, Refresh(Added));
        string once = _folder.Read("Get-Sample.md");

        Assert.Equal(0, Refresh(Added));
        Assert.Equal(once, _folder.Read("Get-Sample.md"));
    }
}
