namespace HfEndpoints.Commands;

/// <summary>Decides which task is run, and whether what is given goes with it.</summary>
internal sealed class TaskChoice
{
    private TaskChoice(InferenceTask? given) => Given = given;

    /// <summary>The task of -Task; null if the endpoint's own is run.</summary>
    public InferenceTask? Given { get; }

    /// <summary>Chooses the task of -Task. An unknown task may be sent a body, because that is not interpreted.</summary>
    /// <exception cref="HfException">The task is not known.</exception>
    public static TaskChoice FromName(string? name, bool hasBody)
    {
        InferenceTask? task = InferenceTasks.Find(name);
        return name is null || task is not null ? new TaskChoice(task)
            : hasBody ? new TaskChoice(InferenceTasks.Custom)
            : throw Unknown($"The task '{name}' is not known", name);
    }

    /// <summary>The task of an input.</summary>
    /// <exception cref="HfException">The task is not known.</exception>
    public InferenceTask Resolve(InferenceServer server, TaskJob job)
    {
        if (Given is not null)
        {
            return Given;
        }

        InferenceTask? own = InferenceTasks.Find(server.Task);
        return own is not null ? own
            : job.Body is not null ? InferenceTasks.Custom
            : server.Task is null ? throw Unknown("No task was given, and the endpoint does not report one", null)
            : throw Unknown($"The endpoint's own task '{server.Task}' is not known", server.Task);
    }

    /// <summary>What goes with an input, by the names of the Python library.</summary>
    /// <exception cref="HfException">The task has no such parameter.</exception>
    public static JsonObject Arguments(InferenceTask task, TaskJob job)
    {
        JsonObject arguments = job.More.DeepClone().AsObject();
        foreach ((string name, JsonNode? value) in job.Keywords)
        {
            if (task.Find(name) is not null)
            {
                arguments[name] = value?.DeepClone();
            }
            else if (!job.Incidental.Contains(name))
            {
                throw new HfException(
                    HfErrorKind.InvalidRequest,
                    $"The task '{task.Name}' takes no -{TaskParameters.NameOf(name)}. It takes "
                    + string.Join(", ", task.Keywords.Select(keyword => $"-{TaskParameters.NameOf(keyword.Name)}"))
                    + "; anything else goes into -Parameter.");
            }
        }

        return arguments;
    }

    private static HfException Unknown(string what, string? name)
    {
        string other = name?.ToLowerInvariant() switch
        {
            "sentence-ranking" or "text-ranking" => " to this cmdlet, but to 'Invoke-HfRerank'",
            "image-text-to-text" or "any-to-any" or "chat" or "conversational" => " to this cmdlet, but to 'Invoke-HfChatCompletion'",
            _ => "",
        };
        return new HfException(
            HfErrorKind.InvalidRequest,
            $"{what}{other}: give -Task {string.Join(", ", InferenceTasks.All.Select(task => task.Name))}; "
            + "or -Body with what the server takes.");
    }
}
