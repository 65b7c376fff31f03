using System.Diagnostics;

namespace HfEndpoints.Commands;

/// <summary>Counts the answers of a conversation, their tokens and their time.</summary>
internal sealed class ChatTally
{
    private int _answers;
    private long _tokens;
    private TimeSpan _time;

    /// <summary>Begins to count an answer.</summary>
    public Answer Begin() => new(this);

    /// <summary>The sum.</summary>
    /// <param name="usd">What the endpoint has cost meanwhile; null if that is not known.</param>
    /// <returns>Such as "2 answers, 180 tokens, 22.5 tokens/s, USD 0.0012".</returns>
    public string Describe(decimal? usd)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string rate = _time > TimeSpan.Zero ? string.Create(culture, $", {_tokens / _time.TotalSeconds:0.0} tokens/s") : "";
        string cost = usd is { } amount ? string.Create(culture, $", USD {amount:0.00##}") : "";
        return string.Create(culture, $"{_answers} {(_answers == 1 ? "answer" : "answers")}, {_tokens} tokens{rate}{cost}");
    }

    /// <summary>An answer that is counted. The time is that of its tokens, from the first one on.</summary>
    internal sealed class Answer(ChatTally tally)
    {
        private long _begun;
        private int _pieces;
        private int? _tokens;

        public void Add(HfChatChunk chunk)
        {
            if (chunk.Text.Length > 0 || chunk.Reasoning?.Length > 0)
            {
                _begun = _pieces++ == 0 ? Stopwatch.GetTimestamp() : _begun;
            }

            _tokens = chunk.Usage?.CompletionTokens ?? _tokens;
        }

        public void End()
        {
            tally._answers += _pieces > 0 ? 1 : 0;
            // A server that does not report its tokens sends about one with each piece.
            tally._tokens += _tokens ?? _pieces;
            tally._time += _pieces > 0 ? Stopwatch.GetElapsedTime(_begun) : TimeSpan.Zero;
        }
    }
}
