namespace HfEndpoints.Help.Tests;

/// <summary>A folder of pages and the help built from it, gone after the test.</summary>
public sealed class HelpFolder : IDisposable
{
    public const string Page = """
        ---
        external help file: Sample.dll-Help.xml
        Module Name: Sample
        online version: https://example.org/Get-Sample
        schema: 2.0.0
        ---

        # Get-Sample

        ## SYNOPSIS
        Gets *samples*.

        ## SYNTAX

        ### ByName (Default)
        ```
        Get-Sample [[-Name] <String[]>] [-Kind <Kind>] [-Force] [<CommonParameters>]
        ```

        ### ByInputObject
        ```
        Get-Sample -InputObject <Sample>
         [-Kind <Kind>] [<CommonParameters>]
        ```

        ## DESCRIPTION
        First paragraph, with `code`
        and [a link](https://example.org/a).

        - one
        - two

        ## EXAMPLES

        ### Example 1: Get one
        ```powershell
        # A comment, not a heading
        Get-Sample one
        ```

        ```output
        one
        ```

        Gets one sample.

        ## PARAMETERS

        ### -Force
        Gets it even so.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: ByName
        Aliases:

        Required: False
        Position: Named
        Default value: False
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -InputObject
        The sample.

        ```yaml
        Type: Sample
        Parameter Sets: ByInputObject
        Aliases:

        Required: True
        Position: Named
        Default value: None
        Accept pipeline input: True (ByValue)
        Accept wildcard characters: False
        ```

        ### -Kind
        The kind.

        ```yaml
        Type: Kind
        Parameter Sets: (All)
        Aliases:
        Accepted values: Good, Bad

        Required: False
        Position: Named
        Default value: Good
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Name
        The names.

        ```yaml
        Type: String[]
        Parameter Sets: ByName
        Aliases: SampleName, N

        Required: False
        Position: 0
        Default value: None
        Accept pipeline input: True (ByPropertyName)
        Accept wildcard characters: True
        ```

        ### CommonParameters
        This cmdlet supports the common parameters.

        ## INPUTS

        ### Sample
        A sample.

        ## OUTPUTS

        ### Sample

        ## NOTES
        Worth noting.

        ## RELATED LINKS

        [Set-Sample](Set-Sample.md)

        - [Site](https://example.org)

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("help-");

    public string Docs => _folder.CreateSubdirectory("docs").FullName;

    public string Output => Path.Combine(_folder.FullName, "en-US");

    public string Error { get; private set; } = "";

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Docs, file), text);

    public string Read(string file) => File.ReadAllText(Path.Combine(Docs, file));

    public int Run(params string[] args)
    {
        using var error = new StringWriter();
        int code = CommandLine.Run(args, TextWriter.Null, error);
        Error = error.ToString();
        return code;
    }

    public int Build() => Run("build", Docs, Output);

    public int Refresh(string json)
    {
        string path = Path.Combine(_folder.FullName, "cmdlets.json");
        File.WriteAllText(path, json);
        return Run("new", path, Docs);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
