using System.Globalization;
using System.Text;

namespace HfEndpoints.Bench.Server;

/// <summary>Which request gets which answer.</summary>
internal static class Routes
{
    private static readonly TimeSpan s_generation = TimeSpan.FromMilliseconds(20);
    private static int s_running;
    private static int s_total;

    /// <summary>
    /// The API's routes are below /v2 and /api. Servers are below /now, which answers at once, /late, which takes 20 ms,
    /// and /never; /stream/N sends N tokens, /ticks/N sends N that carry the time, 20 ms apart. /requests answers how many
    /// other requests are running, and how many there were.
    /// </summary>
    public static async Task AnswerAsync(HttpContext context, bool isForEmbeddings)
    {
        if (context.Request.Path == "/requests")
        {
            await WriteAsync(context, Encoding.ASCII.GetBytes($"{Volatile.Read(ref s_running)} {Volatile.Read(ref s_total)}"));
            return;
        }

        byte[] body = await ReadAsync(context.Request);
        Interlocked.Increment(ref s_total);
        Interlocked.Increment(ref s_running);
        try
        {
            await AnswerAsync(context, body, isForEmbeddings);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away, as it should when it is stopped.
        }
        finally
        {
            Interlocked.Decrement(ref s_running);
        }
    }

    private static async Task AnswerAsync(HttpContext context, byte[] body, bool isForEmbeddings)
    {
        switch (context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["api", "whoami-v2"]:
                await WriteAsync(context, Answers.Account);
                break;
            case ["v2", "endpoint", var owner]:
                await WriteAsync(context, Answers.Page(owner, context.Request.Query["cursor"]));
                break;
            case ["v2", "endpoint", _, var name]:
                await WriteAsync(context, Answers.Initializing(name));
                break;
            case [.., "info"]:
                await WriteAsync(context, isForEmbeddings ? Answers.EmbeddingInfo : Answers.GenerationInfo);
                break;
            case [] or ["embed"] when isForEmbeddings:
                await WriteAsync(context, Answers.Embeddings(body));
                break;
            case ["stream", var count, ..]:
                await Answers.StreamAsync(context.Response, int.Parse(count, CultureInfo.InvariantCulture), context.RequestAborted);
                break;
            case ["ticks", var count, ..]:
                await Answers.TickAsync(context.Response, int.Parse(count, CultureInfo.InvariantCulture), context.RequestAborted);
                break;
            case ["late", ..]:
                await Task.Delay(s_generation, context.RequestAborted);
                await WriteAsync(context, Samples.Generation);
                break;
            case ["never", ..]:
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case ["now", ..]:
                await WriteAsync(context, Samples.Generation);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is not > 0)
        {
            return [];
        }

        byte[] body = new byte[(int)request.ContentLength];
        await request.Body.ReadExactlyAsync(body);
        return body;
    }

    private static Task WriteAsync(HttpContext context, byte[] answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        return context.Response.Body.WriteAsync(answer).AsTask();
    }
}
