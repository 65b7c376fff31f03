namespace HfEndpoints.Client.Batches;

/// <summary>Every other task: inputs, parameters and answers are passed on as they are.</summary>
internal sealed class AnyJobs(DeployedServer server) : IJobKind
{
    public async Task<BatchAnswer> AnswerAsync(BatchJob job, InferenceOptions options, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["inputs"] = job.Input.DeepClone() };
        if (job.Parameters.Count > 0)
        {
            body["parameters"] = job.Parameters.DeepClone();
        }

        HfRequest request = server.Post(server.Target.Uri, $"run a job on {server.Target.Label}", body);
        JsonElement answer = await server.SendJsonAsync(request, options, cancellationToken).ConfigureAwait(false);
        return new BatchAnswer(HfJson.ToNode(answer));
    }
}
