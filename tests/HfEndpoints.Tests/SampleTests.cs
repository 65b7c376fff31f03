using System.Diagnostics;

namespace HfEndpoints.Tests;

/// <summary>The samples do what they show.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task TheBatchOnTheClientLibraryAnswersAllAndPauses()
    {
        using Process sample = Process.Start(new ProcessStartInfo(Build.DotNet)
        {
            ArgumentList = { "exec", Build.ProgramOf("samples/Batch") },
            RedirectStandardOutput = true,
        })!;

        string said = await sample.StandardOutput.ReadToEndAsync().WithinDeadlineAsync();
        await sample.WaitForExitAsync().WithinDeadlineAsync();

        Assert.Equal(0, sample.ExitCode);
        Assert.Contains("200 of 200", said, StringComparison.Ordinal);
        Assert.Contains("paused", said, StringComparison.Ordinal);
        Assert.Contains("Bill: batch-endpoint", said, StringComparison.Ordinal);
    }
}
