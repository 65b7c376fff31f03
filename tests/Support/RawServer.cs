using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace HfEndpoints.Tests;

/// <summary>A server on loopback that writes exactly the bytes a test says, and keeps what it was sent.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _lock = new();
    private readonly List<Task> _connections = [];
    private readonly List<RawRequest> _requests = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<RawRequest, RawConnection, Task> _answer;
    private readonly Task _accepting;

    public RawServer(Func<RawRequest, RawConnection, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Answers one request after the other; the last answer again and again.</summary>
    public RawServer(params Func<RawConnection, Task>[] answers)
        : this((request, connection) => answers[Math.Min(request.Number, answers.Length - 1)](connection))
    {
    }

    public Uri Address { get; }

    /// <summary>What the server shows of itself, if it speaks TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Happens with each piece of a request's body.</summary>
    public Action<string>? PieceReceived { get; init; }

    public IReadOnlyList<RawRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>An address where nobody listens.</summary>
    public static Uri Nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}/");
    }

    /// <summary>Completes when so many requests have come.</summary>
    public async Task ReceivedAsync(int count)
    {
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                if (_requests.Count >= count)
                {
                    return;
                }

                arrived = _arrived.Task;
            }

            await arrived.WithinDeadlineAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections).WithinDeadlineAsync();
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                // What a test writes goes out at once, in the pieces it wrote.
                socket.NoDelay = true;
                _connections.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await using SslStream? secure = Certificate is null ? null : new SslStream(stream);
            await (secure?.AuthenticateAsServerAsync(Certificate!) ?? Task.CompletedTask);
            var connection = new RawConnection(socket, secure ?? (Stream)stream, _stop.Token);
            while (!connection.IsClosed && await connection.ReadRequestAsync(PieceReceived) is { } request)
            {
                RawRequest numbered;
                lock (_lock)
                {
                    numbered = request with { Number = _requests.Count };
                    _requests.Add(numbered);
                    _arrived.SetResult();
                    _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                await _answer(numbered, connection);
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException or ObjectDisposedException or AuthenticationException)
        {
            // The client is gone, or the test is over.
        }
    }
}
