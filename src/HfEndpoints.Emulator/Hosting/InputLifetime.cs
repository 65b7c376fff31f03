using System.Runtime.InteropServices;

namespace HfEndpoints.Emulator;

/// <summary>
/// Stops the emulator when its standard input ends. Ctrl+C in the terminal reaches every program there, and means the one that
/// started the emulator.
/// </summary>
internal sealed class InputLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private readonly PosixSignalRegistration _interrupt =
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own, because a read of the standard input can't be cancelled.
        new Thread(Watch) { IsBackground = true, Name = "Input" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _interrupt.Dispose();

    private void Watch()
    {
        using Stream input = Console.OpenStandardInput();
        input.CopyTo(Stream.Null);
        application.StopApplication();
    }
}
