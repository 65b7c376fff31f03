using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HfEndpoints.Tests;

/// <summary>One connection of a <see cref="RawServer"/>.</summary>
internal sealed class RawConnection(Socket socket, Stream stream, CancellationToken stop)
{
    public bool IsClosed { get; private set; }

    public static Func<RawConnection, Task> Json(string body, int status = 200, params string[] headers) =>
        connection => connection.AnswerAsync(status, body, "application/json", headers);

    public static Func<RawConnection, Task> Status(int status, params string[] headers) =>
        connection => connection.AnswerAsync(status, "", null, headers);

    public Task AnswerAsync(int status, string body, string? contentType, params string[] headers) =>
        AnswerAsync(status, Encoding.UTF8.GetBytes(body), contentType, headers);

    public async Task AnswerAsync(int status, byte[] bytes, string? contentType, params string[] headers)
    {
        string type = contentType is null ? "" : $"Content-Type: {contentType}\r\n";
        string more = string.Concat(headers.Select(header => header + "\r\n"));
        await WriteAsync($"HTTP/1.1 {status} Some Reason\r\n{type}{more}Content-Length: {bytes.Length}\r\n\r\n");
        await stream.WriteAsync(bytes, stop);
    }

    /// <summary>The head of an answer that ends when the connection does.</summary>
    public Task BeginAsync(string contentType) =>
        WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nConnection: close\r\n\r\n");

    /// <summary>The head of an answer in chunks, so that its end differs from a cut.</summary>
    public Task BeginChunkedAsync(string contentType) =>
        WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n");

    public async Task ChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        await WriteAsync(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await stream.WriteAsync(bytes, stop);
        await WriteAsync("\r\n");
    }

    public Task ChunkAsync(string text) => ChunkAsync(Encoding.UTF8.GetBytes(text));

    public Task EndChunksAsync() => WriteAsync("0\r\n\r\n");

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes, stop);

    /// <summary>Ends the connection as a server that goes away in order.</summary>
    public Task CloseAsync()
    {
        IsClosed = true;
        socket.Shutdown(SocketShutdown.Both);
        return Task.CompletedTask;
    }

    /// <summary>Cuts the connection as a server that crashes.</summary>
    public Task ResetAsync()
    {
        IsClosed = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        return Task.CompletedTask;
    }

    /// <summary>Says nothing until the client has closed its side.</summary>
    public async Task HangAsync()
    {
        IsClosed = true;
        byte[] rest = new byte[1024];
        while (await stream.ReadAsync(rest, stop) > 0)
        {
        }
    }

    /// <summary>The next request, or null where the client has closed its side.</summary>
    public async Task<RawRequest?> ReadRequestAsync(Action<string>? pieceReceived = null)
    {
        if (await ReadLineAsync() is not { } first)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            string[] field = line.Split(':', 2);
            headers[field[0]] = field[1].Trim();
        }

        bool isChunked = headers.ContainsKey("transfer-encoding");
        int size = int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture);
        using var body = new MemoryStream();
        do
        {
            if (isChunked)
            {
                size = int.Parse((await ReadLineAsync())!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }

            byte[] piece = new byte[size];
            await stream.ReadExactlyAsync(piece, stop);
            body.Write(piece);
            pieceReceived?.Invoke(Encoding.UTF8.GetString(piece));
            _ = isChunked ? await ReadLineAsync() : null;
        }
        while (isChunked && size > 0);

        string[] request = first.Split(' ');
        return new RawRequest(request[0], request[1], headers, Encoding.UTF8.GetString(body.ToArray()));
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new List<byte>();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, stop) > 0)
        {
            if (one[0] == '\n')
            {
                return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }

        return null;
    }
}
