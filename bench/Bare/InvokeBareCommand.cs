using System.Management.Automation;
using System.Threading.Channels;
using HfEndpoints.Bench.Floor;

namespace HfEndpoints.Bench.Bare;

/// <summary>
/// The floor's work as a cmdlet that has nothing else: what comes in is sent, and what is read goes out. It shows what of a ratio is
/// PowerShell's own.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Bare")]
public sealed class InvokeBareCommand : PSCmdlet, IDisposable
{
    private const int Waiting = 256;

    private static readonly HttpClient s_client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Channel<string> _inputs = Channel.CreateBounded<string>(Waiting);
    private readonly Channel<object> _outputs = Channel.CreateBounded<object>(Waiting);
    private readonly CancellationTokenSource _stopped = new();
    private Task? _work;

    /// <summary>The name of a work.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <summary>Its arguments.</summary>
    [Parameter(Position = 1)]
    public string[] Argument { get; set; } = [];

    /// <summary>A text to send, if the work takes texts.</summary>
    [Parameter(ValueFromPipeline = true)]
    public string? Text { get; set; }

    /// <summary>The server.</summary>
    [Parameter(Mandatory = true)]
    public Uri Server { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        s_client.BaseAddress ??= Server;
        var work = new Work(s_client, _outputs.Writer.WriteAsync);
        bool takesTexts = MyInvocation.ExpectingInput;
        _work = Task.Run(async () =>
        {
            try
            {
                await (takesTexts
                    ? work.DoAsync(Name, Argument, _inputs.Reader.ReadAllAsync(_stopped.Token))
                    : work.DoAsync(Name, Argument));
            }
            finally
            {
                _outputs.Writer.Complete();
            }
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        while (Text is { } text && !_inputs.Writer.TryWrite(text))
        {
            WriteWaiting();
            Task.WaitAny(
                _inputs.Writer.WaitToWriteAsync(_stopped.Token).AsTask(), _outputs.Reader.WaitToReadAsync(_stopped.Token).AsTask());
        }

        WriteWaiting();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _inputs.Writer.Complete();
        while (_outputs.Reader.WaitToReadAsync(_stopped.Token).AsTask().GetAwaiter().GetResult())
        {
            WriteWaiting();
        }

        _work!.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopped.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stopped.Dispose();

    private void WriteWaiting()
    {
        while (_outputs.Reader.TryRead(out object? output))
        {
            WriteObject(output);
        }
    }
}
