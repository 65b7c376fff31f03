using Markdig.Syntax;

namespace HfEndpoints.Help;

/// <summary>Keeps pages in step with the cmdlets: writes what follows from the cmdlet itself, and keeps the prose.</summary>
internal static class PageUpdater
{
    private const string OnlineVersion = "online version:";
    private const string CommonParameters =
        "This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable, -InformationAction, " +
        "-InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable, -ProgressAction, -Verbose, " +
        "-WarningAction and -WarningVariable. For more information, see about_CommonParameters.";

    private static readonly Dictionary<string, string> s_knownProse = new()
    {
        ["WhatIf"] = "Shows what would happen if the cmdlet ran. The cmdlet is not run.",
        ["Confirm"] = "Prompts you for confirmation before running the cmdlet.",
    };

    public static void UpdateAll(ModuleShape module, string docs, TextWriter output)
    {
        Directory.CreateDirectory(docs);
        foreach (CmdletShape cmdlet in module.Cmdlets)
        {
            string path = Path.Combine(docs, cmdlet.Name + ".md");
            if (!File.Exists(path))
            {
                File.WriteAllText(path, Skeleton(module, cmdlet));
                output.WriteLine($"{path}: new");
            }

            string before = File.ReadAllText(path);
            string after = Update(PageOutline.Read(path), cmdlet);
            if (after != before)
            {
                File.WriteAllText(path, after);
                output.WriteLine($"{path}: refreshed");
            }
        }
    }

    private static string Update(PageOutline page, CmdletShape cmdlet)
    {
        PageSection syntax = Section(page, "SYNTAX");
        PageSection parameters = Section(page, "PARAMETERS");
        if (syntax.Line > parameters.Line)
        {
            throw page.Error(syntax.Line, "SYNTAX must come before PARAMETERS.");
        }

        IEnumerable<string> lines =
        [
            .. page.Lines.Take(syntax.Line).Select(line =>
                line.StartsWith(OnlineVersion, StringComparison.Ordinal) ? $"{OnlineVersion} {cmdlet.HelpUri}" : line),
            .. ShapeText.Syntax(cmdlet),
            .. Range(page, syntax.End, parameters.Line + 1),
            "",
            .. cmdlet.ParameterNames.SelectMany(name => Parameter(page, parameters.Find("-" + name), cmdlet, name)),
            .. parameters.Sections
                .Where(section => !PageReader.IsParameter(section))
                .SelectMany(section => Range(page, section.Line, section.End)),
            .. page.Lines.Skip(parameters.End - 1),
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static PageSection Section(PageOutline page, string title) =>
        page.Title.Find(title) ?? throw page.Error(page.Title.Line, $"The page has no '## {title}'.");

    private static string[] Range(PageOutline page, int line, int end) => page.Lines[(line - 1)..(end - 1)];

    private static IEnumerable<string> Parameter(PageOutline page, PageSection? section, CmdletShape cmdlet, string name)
    {
        IEnumerable<string> prose = section is null
            ? [s_knownProse.GetValueOrDefault(name, $"{{{{ Fill {name} Description }}}}"), ""]
            : Prose(page, section);
        // Get-Command does not report a parameter's default, so the page keeps its own.
        string defaultValue = section?.Blocks.Where(PageReader.IsYaml)
            .Select(block => Fields.Read(page.Path, (LeafBlock)block)["Default value"])
            .FirstOrDefault()
            ?? "None";
        return [$"### -{name}", .. prose, .. ShapeText.Yaml(cmdlet, name, defaultValue)];
    }

    private static List<string> Prose(PageOutline page, PageSection section)
    {
        List<Block> yaml = [.. section.Blocks.Where(PageReader.IsYaml)];
        List<string> prose = [.. Enumerable.Range(section.Line + 1, section.End - section.Line - 1)
            .Where(line => !yaml.Exists(block => IsWithin(page, block, line)))
            .Select(line => page.Lines[line - 1])];
        prose.RemoveRange(0, prose.TakeWhile(string.IsNullOrWhiteSpace).Count());
        while (prose.Count > 0 && string.IsNullOrWhiteSpace(prose[^1]))
        {
            prose.RemoveAt(prose.Count - 1);
        }

        return [.. prose, ""];
    }

    // The blank line after a yaml block belongs to it.
    private static bool IsWithin(PageOutline page, Block block, int line)
    {
        int last = block.Line + 2 + ((LeafBlock)block).Lines.Count;
        return line > block.Line && (line <= last || (line == last + 1 && string.IsNullOrWhiteSpace(page.Lines[line - 1])));
    }

    private static string Skeleton(ModuleShape module, CmdletShape cmdlet) => $$$"""
        ---
        external help file: {{{module.HelpFile}}}
        Module Name: {{{module.ModuleName}}}
        {{{OnlineVersion}}} {{{cmdlet.HelpUri}}}
        schema: 2.0.0
        ---

        # {{{cmdlet.Name}}}

        ## SYNOPSIS
        {{ Fill in the Synopsis }}

        ## SYNTAX

        ## DESCRIPTION
        {{ Fill in the Description }}

        ## EXAMPLES

        ### Example 1: {{ Fill in the title }}
        ```powershell
        {{{cmdlet.Name}}}
        ```

        {{ Fill in what the example does }}

        ## PARAMETERS

        ### CommonParameters
        {{{CommonParameters}}}

        ## INPUTS

        {{{Types(cmdlet.Inputs)}}}
        ## OUTPUTS

        {{{Types(cmdlet.Outputs)}}}
        ## NOTES

        ## RELATED LINKS

        """;

    private static string Types(IReadOnlyList<string> types) =>
        string.Concat((types.Count > 0 ? types : ["None"]).Select(type => $"### {type}\n"));
}
