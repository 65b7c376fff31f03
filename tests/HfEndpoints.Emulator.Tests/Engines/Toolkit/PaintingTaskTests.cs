using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Tests;

public class PaintingTaskTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("image/png")]
    public async Task APromptGivesAPictureOfTheUsualSize(string? accept)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-to-image");

        RasterImage image = ImageReader.Read(await endpoint.FileAsync("""{"inputs":"a red horse"}""", "image/png", accept));

        Assert.Equal((512, 512), (image.Width, image.Height));
        Assert.True(new ImageView(image).Share("red") > 0);
    }

    [Fact]
    public async Task JsonHasThePictureAsBase64()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-to-image");

        byte[] answer = await endpoint.FileAsync(
            """{"inputs":"x","parameters":{"width":64,"height":64}}""", "application/json", "application/json");

        Assert.Equal(64, ImageReader.Read(Convert.FromBase64String(JsonNode.Parse(answer)!.GetValue<string>())).Width);
    }

    [Fact]
    public async Task ASeedDecidesThePicture()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-to-image");

        byte[] first = await Paint(1, 50);
        byte[] again = await Paint(1, 50);
        byte[] other = await Paint(2, 50);
        byte[] grainy = await Paint(1, 2);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.True(grainy.Length > 2 * first.Length, "fewer steps give a grainier picture, which is a longer file");

        Task<byte[]> Paint(int seed, int steps) => endpoint.FileAsync(
            $$$"""{"inputs":"a boat","parameters":{"width":128,"height":64,"seed":{{{seed}}},"num_inference_steps":{{{steps}}}}}""",
            "image/png");
    }

    [Theory]
    [InlineData(
        """{"width":64}""",
        "Provided `height=None` and `width=64`, but either both must have a value or both must be None (or not provided).")]
    [InlineData("""{"width":64,"height":63}""", "`height` and `width` have to be divisible by 8 but are 63 and 64.")]
    [InlineData("""{"num_inference_steps":0}""", "`num_inference_steps` has to be a strictly positive integer, but is 0")]
    [InlineData("""{"target_size":5}""", "`target_size` must be of type dict, got int")]
    [InlineData("""{"foo":1}""", "StableDiffusionPipeline.__call__() got an unexpected keyword argument 'foo'")]
    public async Task WhatCannotBePaintedIsRefused(string parameters, string error)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-to-image");

        Assert.Equal(error, await endpoint.RefusalAsync($$"""{"inputs":"x","parameters":{{parameters}}}"""));
    }

    [Fact]
    public async Task APictureTakesThePromptsColourAndTheSize()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("image-to-image");

        RasterImage green = await Transform("""{"prompt":"make it green","strength":1,"target_size":{"width":48,"height":32}}""");
        RasterImage inverted = await Transform("{}");

        Assert.Equal((48, 32), (green.Width, green.Height));
        Assert.Equal("green", Assert.Single(new ImageView(green).Shares).Label);
        Assert.Equal((0, 0, 0), inverted[0]);

        async Task<RasterImage> Transform(string parameters) => ImageReader.Read(await endpoint.FileAsync(
            new JsonObject
            {
                ["inputs"] = Pictures.ShapesBase64,
                ["parameters"] = JsonNode.Parse(parameters),
            }.ToJsonString(), "image/png", "image/png"));
    }

    [Theory]
    [InlineData("text-to-video", "a red ball")]
    [InlineData("image-to-video", null)]
    public async Task AFilmHasAsManyFramesAsAskedFor(string task, string? prompt)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync(task);
        var body = new JsonObject
        {
            ["inputs"] = prompt ?? Pictures.ShapesBase64,
            ["parameters"] = new JsonObject { ["num_frames"] = 5, ["target_size"] = new JsonObject { ["width"] = 64, ["height"] = 32 } },
        };

        byte[] film = await endpoint.FileAsync(body.ToJsonString(), "video/x-msvideo");

        Assert.Equal("RIFF", Encoding.ASCII.GetString(film, 0, 4));
        Assert.Equal(film.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(film.AsSpan(4)));
        Assert.Equal("AVI LIST", Encoding.ASCII.GetString(film, 8, 8));
        // The number of frames and the size stand in the main header, which begins at byte 32.
        Assert.Equal(5, BinaryPrimitives.ReadInt32LittleEndian(film.AsSpan(48)));
        Assert.Equal(
            (64, 32), (BinaryPrimitives.ReadInt32LittleEndian(film.AsSpan(64)), BinaryPrimitives.ReadInt32LittleEndian(film.AsSpan(68))));
    }
}
