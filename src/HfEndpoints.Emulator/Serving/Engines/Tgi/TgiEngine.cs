using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Http;
using HfEndpoints.Emulator.Management.Schema;
using HfEndpoints.Emulator.Serving.Language;

namespace HfEndpoints.Emulator.Serving.Engines.Tgi;

/// <summary>Hugging Face's text-generation-inference.</summary>
internal sealed class TgiEngine : IInferenceEngine
{
    public int? DefaultPort => 80;

    public bool AnswersHealth(string route) => route is "/" or "/health" or "/ping" or "/info";

    public async Task HandleAsync(EngineRequest request)
    {
        try
        {
            await RouteAsync(request).ConfigureAwait(false);
        }
        catch (TgiException error) when (!request.Context.Response.HasStarted)
        {
            await AnswerErrorAsync(request.Context, error).ConfigureAwait(false);
        }
    }

    public Task RefuseAsync(HttpContext context) =>
        AnswerErrorAsync(context, new TgiException(StatusCodes.Status429TooManyRequests, "overloaded", "Model is overloaded"));

    private Task RouteAsync(EngineRequest request)
    {
        switch (request.Method, request.Path)
        {
            case ("GET", "/" or "/health" or "/ping"):
                return Task.CompletedTask;
            case ("GET", "/info"):
                return request.Context.AnswerJsonAsync(Info(request));
            case ("GET", "/v1/models"):
                return request.Context.AnswerJsonAsync(ModelList.For(request));
            case ("POST", "/" or "/invocations"):
                return GenerateAsync(request, asArray: true, stream: null);
            case ("POST", "/generate"):
                return GenerateAsync(request, asArray: false, stream: false);
            case ("POST", "/generate_stream"):
                return GenerateAsync(request, asArray: false, stream: true);
            case ("POST", "/tokenize"):
                return TokenizeAsync(request);
            case ("POST", "/v1/chat/completions"):
                return request.WithSlotAsync(this, () => TgiChat.AnswerAsync(request));
            default:
                request.Context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private Task GenerateAsync(EngineRequest request, bool asArray, bool? stream) => request.WithSlotAsync(this, async () =>
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request).ConfigureAwait(false);
        var parameters = new TgiParameters(body["parameters"] as JsonObject ?? []);
        bool streams = stream ?? body["stream"]?.GetValue<bool>() ?? false;
        // The compatibility route repeats the prompt for text generation, as the pipelines it stands in for do.
        bool fullText = asArray && request.Spec.Task is "text-generation" or "custom";
        try
        {
            var generation = new TgiGeneration(request, body["inputs"]!.GetValue<string>(), parameters, streams, fullText);
            if (streams)
            {
                await StreamAsync(request, generation).ConfigureAwait(false);
                return;
            }

            await request.ThinkAsync().ConfigureAwait(false);
            JsonObject result = generation.ToJson();
            await request.Context.AnswerJsonAsync(asArray ? new JsonArray(result) : result).ConfigureAwait(false);
        }
        catch (TgiException error) when (streams)
        {
            // A streaming route has answered 200 before it validates, so its errors are events.
            await ServerSentEvents.Begin(request.Context).SendAsync(ErrorBody(error)).ConfigureAwait(false);
        }
    });

    private static async Task StreamAsync(EngineRequest request, TgiGeneration generation)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context);
        foreach (JsonObject frame in generation.ToFrames())
        {
            await request.ThinkAsync(generation.Best.Tokens.Count).ConfigureAwait(false);
            await events.SendAsync(frame).ConfigureAwait(false);
        }
    }

    private static async Task TokenizeAsync(EngineRequest request)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request).ConfigureAwait(false);
        var result = new JsonArray();
        int start = 0;
        foreach (string token in Tokenizer.Split(body["inputs"]!.GetValue<string>()))
        {
            result.Add(new JsonObject { ["id"] = Tokenizer.Id(token), ["text"] = token, ["start"] = start, ["stop"] = start + token.Length });
            start += token.Length;
        }

        await request.Context.AnswerJsonAsync(result).ConfigureAwait(false);
    }

    private static JsonObject Info(EngineRequest request)
    {
        var limits = new TgiLimits(request.Spec);
        return new JsonObject
        {
            ["model_id"] = request.Spec.Repository,
            ["model_sha"] = request.Spec.Model["revision"]?.DeepClone(),
            ["model_pipeline_tag"] = request.Spec.Task,
            ["max_concurrent_requests"] = request.Services.Options.MaxConcurrent,
            ["max_best_of"] = TgiLimits.MaxBestOf,
            ["max_stop_sequences"] = TgiLimits.MaxStopSequences,
            ["max_input_tokens"] = limits.InputTokens,
            ["max_total_tokens"] = limits.TotalTokens,
            ["validation_workers"] = 2,
            ["max_client_batch_size"] = TgiLimits.MaxClientBatch,
            ["router"] = "text-generation-router",
            ["version"] = "3.3.6",
            ["sha"] = null,
            ["docker_label"] = null,
        };
    }

    private static Task AnswerErrorAsync(HttpContext context, TgiException error) => context.AnswerJsonAsync(ErrorBody(error), error.Status);

    private static JsonObject ErrorBody(TgiException error) => new() { ["error"] = error.Message, ["error_type"] = error.ErrorType };
}
