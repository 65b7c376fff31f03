using System.Text.Json;

namespace HfEndpoints.Help;

/// <summary>The program's verbs.</summary>
internal static class CommandLine
{
    private const string Usage = """
        build <docs folder> <output folder>   turns the pages into the help that Get-Help shows
        new <cmdlets.json> <docs folder>      adds missing pages, and refreshes SYNTAX and the yaml of parameters in the others
        """;

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            switch (args)
            {
                case ["build", var docs, var target]:
                    HelpBuilder.Build(docs, target, output);
                    return 0;
                case ["new", var json, var docs]:
                    PageUpdater.UpdateAll(ModuleShape.Read(json), docs, output);
                    return 0;
                default:
                    error.WriteLine(Usage);
                    return 2;
            }
        }
        catch (PageException exception)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            error.WriteLine($"error: {exception.Message}");
            return 1;
        }
    }
}
