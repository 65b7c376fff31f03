using System.Collections.ObjectModel;

namespace HfEndpoints.Commands;

/// <summary>Makes parameters of the keywords of a task, or of all tasks where it is not known yet which one it will be.</summary>
internal static class TaskParameters
{
    /// <summary>The keyword's name as a parameter: <c>TopK</c> of <c>top_k</c>.</summary>
    public static string NameOf(string keyword) => string.Concat(keyword.Split('_').Select(word =>
        char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Makes the parameters.</summary>
    /// <param name="task">The task; null for all of them.</param>
    /// <param name="own">The names of the cmdlet's own parameters.</param>
    public static RuntimeDefinedParameterDictionary Make(InferenceTask? task, IReadOnlySet<string> own)
    {
        var parameters = new RuntimeDefinedParameterDictionary();
        IEnumerable<InferenceTask> tasks = task is null ? InferenceTasks.All : [task];
        var uses = tasks
            .SelectMany(of => of.Keywords.Select(keyword => (Task: of, Keyword: keyword)))
            .Where(use => !own.Contains(NameOf(use.Keyword.Name)))
            .GroupBy(use => use.Keyword.Name);
        foreach (IGrouping<string, (InferenceTask Task, TaskKeyword Keyword)> use in uses)
        {
            string name = NameOf(use.Key);
            parameters.Add(name, new RuntimeDefinedParameter(name, TypeOf(use), AttributesOf(use)));
        }

        return parameters;
    }

    private static Type TypeOf(IEnumerable<(InferenceTask Task, TaskKeyword Keyword)> uses)
    {
        Type[] types = [.. uses.Select(use => TypeOf(use.Keyword, use.Keyword == use.Task.Main)).Distinct()];
        return types.Length == 1 ? types[0] : typeof(object);
    }

    private static Type TypeOf(TaskKeyword keyword, bool isMain) => keyword.Kind switch
    {
        // Several main inputs are several inputs.
        KeywordKind.Text => isMain ? typeof(string[]) : typeof(string),
        KeywordKind.TextList => typeof(string[]),
        KeywordKind.Whole => typeof(long?),
        KeywordKind.Number => typeof(double?),
        KeywordKind.Flag => typeof(SwitchParameter),
        KeywordKind.Table when !keyword.IsInput => typeof(IDictionary),
        _ => typeof(object),
    };

    private static Collection<Attribute> AttributesOf(IEnumerable<(InferenceTask Task, TaskKeyword Keyword)> uses)
    {
        TaskKeyword[] keywords = [.. uses.Select(use => use.Keyword)];
        var attributes = new Collection<Attribute>
        {
            new ParameterAttribute
            {
                HelpMessage = keywords[0].Summary,
                ValueFromPipelineByPropertyName = keywords.Any(keyword => keyword.IsInput),
            },
        };
        string[] aliases = [.. keywords.SelectMany(keyword => keyword.Aliases).Select(NameOf).Distinct()];
        if (aliases.Length > 0)
        {
            attributes.Add(new AliasAttribute(aliases));
        }

        if (uses.Any(use => use.Keyword == use.Task.Main && use.Keyword.Kind == KeywordKind.Text))
        {
            attributes.Add(new TextInputTransformationAttribute([NameOf(keywords[0].Name), .. aliases]));
        }

        if (TypeOf(uses) == typeof(IDictionary))
        {
            attributes.Add(new TableTransformationAttribute());
        }

        if (keywords.Any(keyword => keyword.Values.Count > 0 || keyword.Kind is KeywordKind.Text or KeywordKind.TextList))
        {
            // For a text of the user's own it offers nothing, not even the files of the current folder.
            attributes.Add(new ArgumentCompleterAttribute(typeof(TaskKeywordCompleter)));
        }

        return attributes;
    }
}
