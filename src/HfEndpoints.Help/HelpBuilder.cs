namespace HfEndpoints.Help;

/// <summary>Turns a folder of pages into a folder of help files.</summary>
internal static class HelpBuilder
{
    private const string AboutPrefix = "about_";

    public static void Build(string docs, string target, TextWriter output)
    {
        Directory.CreateDirectory(target);
        var pages = new List<HelpPage>();
        foreach (string path in Directory.EnumerateFiles(docs, "*.md").Order(StringComparer.OrdinalIgnoreCase))
        {
            PageOutline page = PageOutline.Read(path);
            string name = Path.GetFileNameWithoutExtension(path);
            if (name.StartsWith(AboutPrefix, StringComparison.OrdinalIgnoreCase))
            {
                File.WriteAllText(Path.Combine(target, name + ".help.txt"), AboutWriter.Write(name, page));
            }
            else if (page.FrontMatter["Module Guid"] is null)
            {
                // A page with a Module Guid is the module's table of contents, for readers of the docs only.
                pages.Add(PageReader.Read(page));
            }
        }

        foreach (IGrouping<string, HelpPage> file in pages.GroupBy(page => page.HelpFile))
        {
            MamlWriter.Write(file).Save(Path.Combine(target, file.Key));
            output.WriteLine($"{file.Key}: {file.Count()} cmdlets");
        }
    }
}
