using System.Buffers;

namespace HfEndpoints.Client.Batches;

/// <summary>The only writer of answers and errors. It takes whole lines, and writes all waiting ones at once.</summary>
internal sealed class AnswerWriter
{
    private const int Capacity = 256;

    private readonly Channel<(byte[] Line, bool IsError)> _lines = Channel.CreateBounded<(byte[], bool)>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly AnswerFile _output;
    private readonly AnswerFile _errors;
    private readonly Task _task;

    public AnswerWriter(AnswerFile output, AnswerFile errors)
    {
        _output = output;
        _errors = errors;
        _ = _lines.Reader.Completion.Observed();
        _task = Task.Run(WriteAllAsync).Observed();
    }

    /// <summary>Adds a line. Waits if the disk lags behind.</summary>
    /// <exception cref="HfException">The file can no longer be written.</exception>
    public async ValueTask AddAsync(byte[] line, bool isError)
    {
        try
        {
            await _lines.Writer.WriteAsync((line, isError)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            await _task.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until everything is written.</summary>
    public async Task FinishAsync()
    {
        _lines.Writer.TryComplete();
        await _task.ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        var answers = new ArrayBufferWriter<byte>();
        var errors = new ArrayBufferWriter<byte>();
        try
        {
            while (await _lines.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (answers.WrittenCount + errors.WrittenCount < 1024 * 1024
                    && _lines.Reader.TryRead(out (byte[] Line, bool IsError) line))
                {
                    (line.IsError ? errors : answers).Write(line.Line);
                }

                Append(_output, answers);
                Append(_errors, errors);
            }
        }
        catch (Exception exception)
        {
            // Callers that add lines get the exception.
            _lines.Writer.TryComplete(exception);
            throw;
        }
    }

    private static void Append(AnswerFile file, ArrayBufferWriter<byte> lines)
    {
        if (lines.WrittenCount > 0)
        {
            file.Append(lines.WrittenSpan);
            lines.ResetWrittenCount();
        }
    }
}
