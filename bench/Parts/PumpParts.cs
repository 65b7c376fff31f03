using BenchmarkDotNet.Attributes;
using HfEndpoints.Commands;

namespace HfEndpoints.Bench.Parts;

/// <summary>What it costs to pass an output from the work to the pipeline thread.</summary>
public class PumpParts
{
    private const int Outputs = 10_000;
    private readonly object _output = new();
    private int _written;

    /// <summary>An output of many that follow one another, such as the tokens of a stream.</summary>
    [Benchmark(OperationsPerInvoke = Outputs)]
    public int Write() => Pump(async pump =>
    {
        for (int i = 0; i < Outputs; i++)
        {
            await pump.WriteAsync(_output);
        }
    });

    /// <summary>An output that the work waits for, such as an error.</summary>
    [Benchmark(OperationsPerInvoke = Outputs)]
    public int Invoke() => Pump(async pump =>
    {
        for (int i = 0; i < Outputs; i++)
        {
            await pump.InvokeAsync(() => ++_written);
        }
    });

    private int Pump(Func<PipelinePump, Task> work)
    {
        var pump = new PipelinePump(_ => _written++);
        Task task = Task.Run(() => work(pump));
        task.ContinueWith(_ => pump.Wake(), TaskScheduler.Default);
        pump.RunUntil(() => task.IsCompleted);
        return _written;
    }
}
