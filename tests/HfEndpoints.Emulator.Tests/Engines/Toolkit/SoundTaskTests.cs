using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Tests;

public class SoundTaskTests
{
    [Fact]
    public async Task WhatIsSpokenIsHeard()
    {
        const string Text = "Héllo wörld, this is 42! 🙂";
        await using TaskEndpoint speech = await TaskEndpoint.StartAsync("text-to-speech");
        await using TaskEndpoint hearing = await TaskEndpoint.StartAsync("automatic-speech-recognition");

        byte[] sound = await speech.FileAsync(new JsonObject { ["inputs"] = Text }.ToJsonString(), "audio/wav");

        Assert.Equal(Text, (await hearing.AskAsync(sound, "audio/wav"))["text"]!.GetValue<string>());
        Assert.Equal(Text, (await hearing.AskAsync(sound))["text"]!.GetValue<string>());
        Assert.Equal(Text, (await hearing.AskAsync(Convert.ToBase64String(sound)))["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"word\"", 4)]
    [InlineData("true", 2)]
    public async Task WordsAndSentencesHaveTheirTimes(string timestamps, int count)
    {
        await using TaskEndpoint hearing = await TaskEndpoint.StartAsync("automatic-speech-recognition");
        SoundClip clip = ToneSpeech.Speak("One two. Three four.");

        JsonNode answer = await hearing.AskAsync(Convert.ToBase64String(WavFile.Write(clip)), $$"""{"return_timestamps":{{timestamps}}}""");

        JsonArray chunks = answer["chunks"]!.AsArray();
        Assert.Equal(count, chunks.Count);
        Assert.All(chunks, chunk => Assert.True(chunk!["timestamp"]![0]!.GetValue<double>() < chunk["timestamp"]![1]!.GetValue<double>()));
        Assert.InRange(chunks[^1]!["timestamp"]![1]!.GetValue<double>(), 0, clip.Seconds);
    }

    [Fact]
    public async Task OtherRecordingsGiveATextByTheirLength()
    {
        await using TaskEndpoint hearing = await TaskEndpoint.StartAsync("automatic-speech-recognition");

        string brief = await Hear(1);
        string again = await Hear(1);
        string longer = await Hear(8);

        Assert.NotEqual("", brief);
        Assert.Equal(brief, again);
        Assert.True(longer.Length > brief.Length);

        async Task<string> Hear(double seconds) => (await hearing.AskAsync(Tone(300, seconds, 0.5)))["text"]!.GetValue<string>();
    }

    [Theory]
    [InlineData(75, 0.5, "hum")]
    [InlineData(440, 0.5, "music")]
    [InlineData(3500, 0.5, "noise")]
    [InlineData(440, 0, "silence")]
    public async Task ARecordingIsClassifiedByPitchAndLoudness(double frequency, double volume, string label)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("audio-classification");

        JsonArray answer = (await endpoint.AskAsync(Tone(frequency, 0.5, volume), "audio/x-wav")).AsArray();

        Assert.Equal(label, answer[0]!["label"]!.GetValue<string>());
        Assert.Equal(1, answer.Sum(item => item!["score"]!.GetValue<double>()), 6);
    }

    [Fact]
    public async Task AQuietRecordingBecomesLoud()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("audio-to-audio");

        JsonNode answer = (await endpoint.AskAsync(Tone(440, 0.5, 0.1)))[0]!;

        Assert.Equal("audio/wav", answer["content-type"]!.GetValue<string>());
        Assert.Equal(0.95f, WavFile.Read(Convert.FromBase64String(answer["blob"]!.GetValue<string>()))!.Samples.Max(), 2);
    }

    [Theory]
    [InlineData("""{"inputs":"!!","parameters":{}}""", "Only base64 data is allowed")]
    [InlineData("""{"inputs":"AAAA","parameters":{}}""", "Soundfile is either not in the correct format or is malformed.")]
    public async Task WhatIsNotASoundIsRefused(string body, string error)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("audio-classification");

        Assert.StartsWith(error, await endpoint.RefusalAsync(body), StringComparison.Ordinal);
    }

    private static byte[] Tone(double frequency, double seconds, double volume) => WavFile.Write(new SoundClip(
        [.. Enumerable.Range(0, (int)(16_000 * seconds)).Select(i =>
            (float)(volume * Math.Sin(2 * Math.PI * frequency * i / 16_000)))], 16_000));
}
