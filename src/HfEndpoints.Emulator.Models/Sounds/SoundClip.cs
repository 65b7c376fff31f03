namespace HfEndpoints.Emulator.Models;

/// <summary>A recording in memory.</summary>
/// <param name="Samples">From -1 to 1, one channel; none when the file's coding is not known here.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Seconds">How long it is, or about, when there are no samples.</param>
public sealed record SoundClip(IReadOnlyList<float> Samples, int SampleRate, double Seconds)
{
    /// <summary>A recording of samples.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="sampleRate">Samples a second.</param>
    public SoundClip(IReadOnlyList<float> samples, int sampleRate) : this(samples, sampleRate, (double)samples.Count / sampleRate)
    {
    }

    /// <summary>The root of the mean square: 0 is silence, 0.7 a full sine.</summary>
    public double Loudness => Samples.Count == 0 ? 0 : Math.Sqrt(Samples.Average(sample => (double)sample * sample));

    /// <summary>How often a second the wave changes its sign; half of it is about the pitch.</summary>
    public double Crossings =>
        Samples.Count < 2 ? 0 : Samples.Zip(Samples.Skip(1)).Count(pair => (pair.First < 0) != (pair.Second < 0)) / Seconds;
}
