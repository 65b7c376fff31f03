using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Tests;

public class ImageTaskTests
{
    [Theory]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task APicturesColoursAreItsClasses(string? contentType)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("image-classification");

        JsonArray answer = (await endpoint.AskAsync(Pictures.Shapes, contentType)).AsArray();

        Assert.Equal(["white", "red", "blue"], answer.Select(item => item!["label"]!.GetValue<string>()));
        Assert.Equal(600.0 / (96 * 64), answer[1]!["score"]!.GetValue<double>(), 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data:image/png;base64,")]
    public async Task APictureMayComeAsBase64WithParameters(string prefix)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("image-classification");

        JsonArray answer = (await endpoint.AskAsync(prefix + Pictures.ShapesBase64, """{"top_k":1}""")).AsArray();

        Assert.Equal("white", Assert.Single(answer)!["label"]!.GetValue<string>());
    }

    [Fact]
    public async Task AreasAreDetectedAboveTheThreshold()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("object-detection");

        JsonArray all = (await endpoint.AskAsync(Pictures.Shapes)).AsArray();
        JsonNode none = await endpoint.AskAsync(Pictures.ShapesBase64, """{"threshold":1}""");

        Assert.Equal("red", all[0]!["label"]!.GetValue<string>());
        Assert.Equal("""{"xmin":10,"ymin":10,"xmax":40,"ymax":30}""", all[0]!["box"]!.ToJsonString());
        Assert.Equal("""{"xmin":60,"ymin":40,"xmax":70,"ymax":50}""", all[1]!["box"]!.ToJsonString());
        Assert.Empty(none.AsArray());
    }

    [Fact]
    public async Task OnlyTheAreasOfTheLabelsAreDetected()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("zero-shot-object-detection");

        JsonArray answer = (await endpoint.AskAsync(Pictures.ShapesBase64, """{"candidate_labels":["a blue box","a dog"]}""")).AsArray();

        Assert.Equal("a blue box", Assert.Single(answer)!["label"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("panoptic", "red,blue,white")]
    [InlineData("instance", "red,blue")]
    [InlineData("semantic", "white,red,blue")]
    public async Task SegmentsAreMasksOfThePicturesSize(string subtask, string labels)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("image-segmentation");

        JsonArray answer = (await endpoint.AskAsync(Pictures.ShapesBase64, $$"""{"subtask":"{{subtask}}"}""")).AsArray();

        Assert.Equal(labels.Split(','), answer.Select(item => item!["label"]!.GetValue<string>()));
        JsonNode red = answer.First(item => item!["label"]!.GetValue<string>() == "red")!;
        RasterImage mask = ImageReader.Read(Convert.FromBase64String(red["mask"]!.GetValue<string>()));
        Assert.Equal((96, 64), (mask.Width, mask.Height));
        Assert.Equal(600, Enumerable.Range(0, mask.PixelCount).Count(pixel => mask[pixel].R == 255));
        Assert.Equal(255, mask[(15 * 96) + 20].R);
    }

    [Fact]
    public async Task ZeroShotLabelsFitByTheirColours()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("zero-shot-image-classification");

        JsonArray answer = (await endpoint.AskAsync(
            new JsonObject { ["image"] = Pictures.ShapesBase64 }, """{"candidate_labels":["a forest","a white page"]}"""))
            .AsArray();

        Assert.Equal("a white page", answer[0]!["label"]!.GetValue<string>());
        Assert.Equal(1, answer.Sum(item => item!["score"]!.GetValue<double>()), 6);
    }

    [Fact]
    public async Task APictureIsDescribed()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("image-to-text");

        JsonNode answer = await endpoint.AskAsync(Pictures.Shapes);

        Assert.Equal(
            "a 96 by 64 pixel image with a red area and a blue area on a white background",
            answer[0]!["generated_text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("What color is the object?", "red")]
    [InlineData("What color is the background?", "white")]
    [InlineData("How many areas are there?", "2")]
    [InlineData("How many blue boxes are there?", "1")]
    [InlineData("Is there a green box?", "no")]
    [InlineData("Is there a red box?", "yes")]
    [InlineData("How wide is it?", "96 pixels")]
    public async Task QuestionsAboutAPictureAreAnswered(string question, string expected)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("visual-question-answering");

        JsonNode answer = await endpoint.AskAsync(new JsonObject { ["image"] = Pictures.ShapesBase64, ["question"] = question });
        JsonNode beside = await endpoint.AskBodyAsync(
            new JsonObject { ["inputs"] = Pictures.ShapesBase64, ["question"] = question }.ToJsonString());

        Assert.Equal(expected, answer[0]!["answer"]!.GetValue<string>());
        Assert.Equal(answer.ToJsonString(), beside.ToJsonString());
    }

    [Fact]
    public async Task ADocumentsWordsAreThoseOfTheBoxes()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("document-question-answering");
        const string Words = """[["The",[0,0,9,9]],["invoice",[0,0,9,9]],["number",[0,0,9,9]],["is",[0,0,9,9]],["US-001",[0,0,9,9]]]""";

        JsonArray answer = (await endpoint.AskAsync(
            new JsonObject
            {
                ["image"] = Pictures.ShapesBase64,
                ["question"] = "What is the invoice number?",
            }, $$"""{"word_boxes":{{Words}}}""")).AsArray();

        Assert.Equal("US-001", Assert.Single(answer)!["answer"]!.GetValue<string>());
        Assert.Equal((4, 4), (answer[0]!["start"]!.GetValue<int>(), answer[0]!["end"]!.GetValue<int>()));
    }

    [Fact]
    public async Task TextAndPicturesGoTogether()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("image-text-to-text");

        JsonNode answer = await endpoint.AskAsync(new JsonObject { ["images"] = Pictures.ShapesBase64, ["text"] = "This is" });

        Assert.StartsWith("This is a 96 by 64 pixel image", answer[0]!["generated_text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"inputs":"no base64!"}""", "Incorrect image source. Must be a valid URL")]
    [InlineData("""{"inputs":"AAAA"}""", "cannot identify image file")]
    [InlineData("""{"inputs":7}""", "Incorrect format used for image.")]
    public async Task WhatIsNotAPictureIsRefused(string body, string error)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("image-classification");

        Assert.StartsWith(error, await endpoint.RefusalAsync(body), StringComparison.Ordinal);
    }
}
