using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Tests;

public class ModelTests
{
    [Theory]
    [InlineData("A cat sits on the mat", "The kitten sleeps on the rug", "Stock prices fell sharply on Monday")]
    [InlineData("How do I reset my password?", "I forgot my password and want to reset it", "The museum opens at nine")]
    [InlineData("It will rain tomorrow", "The forecast says heavy showers", "She plays the violin in an orchestra")]
    [InlineData("The striker scored a late goal", "The football team won the match", "Mix the flour with butter and bake the bread")]
    [InlineData("programming", "programmers", "umbrella")]
    public void RelatedTextsAreNearerThanOthers(string text, string related, string other)
    {
        double near = EmbeddingModel.Similarity(text, related);
        double far = EmbeddingModel.Similarity(text, other);

        Assert.True(near > far + 0.15, $"{near:0.000} {far:0.000}");
    }

    [Fact]
    public void AVectorHasLengthOneAndIsItsOwnNeighbour()
    {
        foreach (string text in new[] { "", " ", "!?", "Hello", "日本語の文", new string('x', 10_000) })
        {
            float[] vector = EmbeddingModel.Embed(text);

            Assert.Equal(EmbeddingModel.Dimensions, vector.Length);
            Assert.Equal(1, vector.Sum(value => value * value), 4);
            Assert.Equal(1, EmbeddingModel.Cosine(vector, EmbeddingModel.Embed(text)), 6);
        }

        Assert.NotEqual(1, EmbeddingModel.Similarity("dog bites man", "man bites dog"), 3);
    }

    [Theory]
    [InlineData("I love this phone, the screen is excellent", "POSITIVE")]
    [InlineData("The worst film I have ever seen", "NEGATIVE")]
    [InlineData("This is not good at all", "NEGATIVE")]
    [InlineData("It wasn't bad", "POSITIVE")]
    public void SentimentFollowsTheWords(string text, string label)
    {
        IReadOnlyList<LabelScore> scores = KeywordClassifier.Sentiment(text);

        Assert.Equal(label, scores[0].Label);
        Assert.Equal(1, scores.Sum(score => score.Score), 6);
    }

    [Fact]
    public void TopicsAndLabelsFollowTheWords()
    {
        Assert.Equal("weather", KeywordClassifier.Topics("Heavy rain and wind, bring an umbrella")[0].Label);
        Assert.Equal("phone", Best("I have a problem with my iphone that needs to be fixed", "travel", "cooking", "phone"));
        Assert.Equal("negative", Best("The delivery was terrible", "positive", "negative"));

        static string? Best(string text, params string[] labels) => labels.MaxBy(label => KeywordClassifier.Fit(text, label));
    }
}
