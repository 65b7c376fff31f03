namespace HfEndpoints.Commands;

/// <summary>Reads the files that go into tasks, and writes those that come out.</summary>
/// <param name="folder">The folder that paths begin at.</param>
/// <param name="contentType">The type of content, where the caller says it.</param>
/// <param name="paths">Where to write; null gives the bytes to the caller.</param>
internal sealed class TaskFiles(string folder, string? contentType, OutputPaths? paths)
{
    /// <summary>Refuses to write files of what has none.</summary>
    public void Check(InferenceTask task)
    {
        if (paths is not null && !task.GivesMedia)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"-OutFile saves images, sounds and videos, but '{task.Name}' returns objects. Pipe them to Export-Csv, "
                + "or to ConvertTo-Json and Set-Content.");
        }
    }

    /// <summary>Makes the main input.</summary>
    /// <returns>The input; null if none is given by itself.</returns>
    public async Task<TaskInput?> ReadAsync(TaskClient client, InferenceTask task, TaskJob job, CancellationToken cancellationToken)
    {
        if (job.Unusable is { } type)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"{type} is not an input of {task.Name}. Use texts, files, bytes, tables or objects with properties.");
        }

        string? file = job.File ?? (task.TakesContent ? job.TextAsPath ?? job.Text : null);
        if (file is not null)
        {
            return task.Main.Kind == KeywordKind.Text
                ? TaskInput.FromText(TextInputReader.ReadFile(new FileInfo(Path.GetFullPath(file, folder))))
                : TaskInput.FromContent(await ReadContentAsync(client, task, file, cancellationToken).ConfigureAwait(false));
        }

        return job.Bytes is { } bytes ? TaskInput.FromContent(Content(bytes))
            : job.Text is { } text ? TaskInput.FromText(text)
            : job.Json is { } json ? TaskInput.FromJson(json)
            : null;
    }

    /// <summary>Runs a task, and writes its files.</summary>
    /// <returns>What the user sees.</returns>
    public async Task<IReadOnlyCollection<object>> SaveAsync(
        InferenceTask task,
        TaskJob job,
        int index,
        CmdletOutput output,
        Func<Task<IReadOnlyList<HfInferenceResult>>> run,
        CancellationToken cancellationToken)
    {
        if (paths is null)
        {
            return [.. Complete(await run().ConfigureAwait(false), task, job, index).Select(ToOutput).OfType<object>()];
        }

        string first = paths.Name(task, job, index);
        if (!await output.ShouldProcessAsync(first, $"save what {task.Name} gives").ConfigureAwait(false))
        {
            return [];
        }

        using MediaFile file = paths.Reserve(first, index);
        var results = new List<HfInferenceResult>();
        int number = 0;
        foreach (HfInferenceResult result in Complete(await run().ConfigureAwait(false), task, job, index))
        {
            if (result is HfMediaResult or HfImageSegment)
            {
                using MediaFile own = number == 0 ? file : paths.Reserve(OutputPaths.Name(first, number), index);
                results.Add(await SaveAsync(result, own, output, cancellationToken).ConfigureAwait(false));
                number++;
            }
            else
            {
                results.Add(result);
            }
        }

        return number > 0 || results.Count == 0 ? [.. results.Select(ToOutput).OfType<object>()] : throw new HfException(
            HfErrorKind.InvalidResponse,
            $"Nothing is saved to '{first}': the answer is not an image, sound or video. Without -OutFile it is shown.");
    }

    private static async Task<HfInferenceResult> SaveAsync(
        HfInferenceResult result, MediaFile file, CmdletOutput output, CancellationToken cancellationToken)
    {
        if (result is HfImageSegment segment)
        {
            return segment with { Path = await file.SaveAsync(segment.Mask, "image/png", cancellationToken).ConfigureAwait(false) };
        }

        var media = (HfMediaResult)result;
        string path = await file.SaveAsync(media.Bytes, media.ContentType, cancellationToken).ConfigureAwait(false);
        if (!MediaTypes.Fits(path, media.ContentType))
        {
            output.Warn($"'{path}' contains {media.ContentType}, although its name suggests otherwise.");
        }

        return media with { Path = path, Bytes = null };
    }

    private async Task<TaskContent> ReadContentAsync(
        TaskClient client, InferenceTask task, string file, CancellationToken cancellationToken)
    {
        TaskContent content = await (WebAddress.TryRead(file) is { } address
            ? client.FetchAsync(address, cancellationToken)
            : ReadFileAsync(file, cancellationToken)).ConfigureAwait(false);
        return contentType is null ? content.For(task, file) : content with { MediaType = contentType };
    }

    private Task<TaskContent> ReadFileAsync(string file, CancellationToken cancellationToken) =>
        TaskContent.ReadFileAsync(Path.GetFullPath(file, folder), cancellationToken);

    private TaskContent Content(byte[] bytes) => bytes.Length > 0
        ? new TaskContent(bytes, contentType)
        : throw new HfException(HfErrorKind.InvalidRequest, "There are no bytes to send. Use the bytes of an image or a sound.");

    private static IEnumerable<HfInferenceResult> Complete(
        IReadOnlyList<HfInferenceResult> results, InferenceTask task, TaskJob job, int index)
    {
        string? input = job.File ?? job.Text
            ?? (job.Keywords[task.Main.Name] is JsonValue main && main.TryGetValue(out string? text) ? text : null);
        return results.Select(result => result with { Index = index, Input = input });
    }

    // What a handler of one's own answers is PowerShell's own value.
    private static object? ToOutput(HfInferenceResult result) => result is HfRawResult raw ? JsonConversion.ToValue(raw.Json) : result;
}
