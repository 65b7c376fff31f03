namespace HfEndpoints.Commands;

/// <summary>Runs tasks. The inputs are <see cref="TaskJob"/>s.</summary>
internal sealed class TaskRunner(TaskChoice choice, TaskFiles files) : IInferenceTask<TaskJob>
{
    // An error of the task is one record for all inputs of its endpoint.
    private readonly ConcurrentDictionary<object, bool> _refused = new();

    private readonly ConcurrentDictionary<InferenceServer, TaskClient> _clients = new();

    public string Activity => $"Running {choice.Given?.Name ?? "tasks"}";

    public string Unit => "inputs";

    public async Task<IReadOnlyList<InferenceResult>> AnswerAsync(
        InferenceServer server,
        IReadOnlyList<InferenceJob<TaskJob>> jobs,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        InferenceJob<TaskJob> job = jobs[0];
        TaskJob input = job.Input;
        InferenceTask task;
        try
        {
            task = choice.Resolve(server, input);
            files.Check(task);
        }
        catch (HfException) when (!_refused.TryAdd(job.Endpoint?.Key ?? server.Target.Uri, true))
        {
            return [];
        }

        TaskClient client = _clients.GetOrAdd(server, key => key.Client.GetTaskClient(key.Target));
        if (input.Body is { } body)
        {
            IReadOnlyCollection<object> answers = await files.SaveAsync(
                task,
                input,
                job.Index,
                output,
                () => client.RunBodyAsync(task, new JsonText(body), options, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return [.. answers.Select(answer => new InferenceResult(answer))];
        }

        TaskInput? content = await files.ReadAsync(client, task, input, cancellationToken).ConfigureAwait(false);
        var arguments = new JsonText(TaskChoice.Arguments(task, input));
        IReadOnlyCollection<object> results = await files.SaveAsync(
            task,
            input,
            job.Index,
            output,
            () => client.RunAsync(task, content, arguments, options, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return [.. results.Select(result => new InferenceResult(result))];
    }
}
