using Microsoft.AspNetCore.Http.Features;

namespace HfEndpoints.Emulator;

/// <summary>Makes requests to the service go wrong as the rules say.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, FaultRules rules)
{
    private const string HtmlPage = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
    private const string HalfJson = "{\"items\":[{\"name\":\"half-a-docu";

    public async Task InvokeAsync(HttpContext context)
    {
        FaultRule? rule = ControlRoutes.IsControl(context.Request.Path)
            ? null
            : rules.Take(context.Request.Method, context.Request.Path.Value ?? "/");
        if (rule is null)
        {
            await next(context);
            return;
        }

        if (rule.Delay > TimeSpan.Zero)
        {
            await Task.Delay(rule.Delay, context.RequestAborted);
        }

        if (rule.Drop == "before")
        {
            Cut(context);
            return;
        }

        bool isReplaced = rule.Drop == "after" && rule.HasAnswer;
        if (isReplaced)
        {
            using MemoryStream lost = await CarryOutAsync(context, () => next(context));
            Forget(context.Response);
        }

        // At the last moment, as they come before those of the answer.
        context.Response.OnStarting(() =>
        {
            foreach ((string name, string value) in rule.Headers)
            {
                context.Response.Headers[name] = value;
            }

            return Task.CompletedTask;
        });

        if (rule.Drop is not null && !isReplaced)
        {
            await DropAsync(context, rule);
        }
        else if (rule.ChunkBytes is int bytes)
        {
            await SplitAsync(context, bytes, () => AnswerAsync(context, rule));
        }
        else
        {
            await AnswerAsync(context, rule);
        }
    }

    private Task AnswerAsync(HttpContext context, FaultRule rule)
    {
        if (rule.Garbage is string garbage)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(garbage == "json" ? HalfJson : HtmlPage);
            string type = garbage == "json" ? "application/json" : "text/html";
            return HttpAnswers.AnswerBytesAsync(context, bytes, type, rule.Status ?? 200);
        }

        if (rule.RawBody is not null || rule.Events is not null || rule.Hangs)
        {
            return AnswerRawAsync(context, rule);
        }

        if (rule.Status is not int status)
        {
            return next(context);
        }

        return rule.Body switch
        {
            null => context.AnswerEmptyAsync(status),
            JsonValue text when text.TryGetValue(out string? value) => context.AnswerTextAsync(value, status),
            JsonNode json => context.AnswerJsonAsync(json, status),
        };
    }

    /// <summary>Sends bytes and events as the rule has them, without a length when more might follow.</summary>
    private static async Task AnswerRawAsync(HttpContext context, FaultRule rule)
    {
        context.Response.StatusCode = rule.Status ?? 200;
        context.Response.ContentType = rule.Events is null ? "application/json" : "text/event-stream";
        if (rule.RawBody is byte[] bytes)
        {
            context.Response.ContentLength = rule.Events is null && !rule.Hangs ? bytes.Length : null;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }

        foreach (string text in rule.Events ?? [])
        {
            await context.Response.WriteAsync(text + "\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        if (rule.Hangs && !CutAnswer.IsAsked(context))
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
    }

    /// <summary>Carries the request out, then cuts the connection before the answer or in the middle of it.</summary>
    private async Task DropAsync(HttpContext context, FaultRule rule)
    {
        using MemoryStream answer = await CarryOutAsync(context, () => AnswerAsync(context, rule));
        int half = (int)answer.Length / 2;
        if (rule.Drop != "middle" || half == 0)
        {
            Cut(context);
            return;
        }

        // An aborted connection is reset, and a reset takes along what the client has not read yet. One that ends with
        // less than was announced is closed instead.
        context.Features.Get<RequestEntry>()?.Drop();
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer.GetBuffer().AsMemory(0, half), context.RequestAborted);
    }

    /// <summary>Answers a request into memory.</summary>
    private static async Task<MemoryStream> CarryOutAsync(HttpContext context, Func<Task> answer)
    {
        IHttpResponseBodyFeature original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var buffer = new MemoryStream();
        var buffered = new StreamResponseBodyFeature(buffer);
        context.Features.Set<IHttpResponseBodyFeature>(buffered);
        CutAnswer.Ask(context);
        await answer();
        await buffered.CompleteAsync();
        context.Features.Set(original);
        // What the rule answers instead may hang.
        CutAnswer.Ask(context, isCut: false);
        return buffer;
    }

    /// <summary>Removes the headers that the lost answer has set.</summary>
    private static void Forget(HttpResponse response)
    {
        foreach (string name in response.Headers.Keys.Where(name =>
            name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            response.Headers.Remove(name);
        }
    }

    private static void Cut(HttpContext context)
    {
        context.Features.Get<RequestEntry>()?.Drop();
        context.Abort();
    }

    private static async Task SplitAsync(HttpContext context, int bytes, Func<Task> answer)
    {
        IHttpResponseBodyFeature original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var split = new StreamResponseBodyFeature(new SplittingStream(original.Stream, bytes), original);
        context.Features.Set<IHttpResponseBodyFeature>(split);
        try
        {
            await answer();
            await split.CompleteAsync();
        }
        finally
        {
            context.Features.Set(original);
        }
    }
}

/// <summary>Tells an endless answer that a rule is about to cut it, so that it ends after what it can send at once.</summary>
internal sealed class CutAnswer
{
    private static readonly CutAnswer s_instance = new();
    public static void Ask(HttpContext context, bool isCut = true) => context.Features.Set(isCut ? s_instance : null);
    public static bool IsAsked(HttpContext context) => context.Features.Get<CutAnswer>() is not null;
}

/// <summary>Passes writes on in small pieces, each flushed, so that a client sees an answer broken at odd places.</summary>
internal sealed class SplittingStream(Stream inner, int bytes) : OneWayStream
{
    public override bool CanWrite => true;
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int start = 0; start < buffer.Length; start += bytes)
        {
            await inner.WriteAsync(buffer.Slice(start, Math.Min(bytes, buffer.Length - start)), cancellationToken);
            await inner.FlushAsync(cancellationToken);
        }
    }
}
