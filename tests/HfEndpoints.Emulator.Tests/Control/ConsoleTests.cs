using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace HfEndpoints.Emulator.Tests;

public class ConsoleTests
{
    [Fact]
    public async Task ThePageIsWholeAndNotARequestToTheService()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer page = await emulator.GetAsync("/");

        Assert.Equal("text/html", page.ContentType);
        Assert.DoesNotContain("http://", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("content-security-policy").Single(), StringComparison.Ordinal);
        Assert.Equal("[]", (await emulator.GetAsync("/_emulator/requests")).Text);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Host", "evil.example", HttpStatusCode.Forbidden)]
    [InlineData("X-Other", "x", HttpStatusCode.OK)]
    public async Task PagesOfOtherSitesReachNoControlRoute(string header, string value, HttpStatusCode expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.Address, "/_emulator/reset"));
        request.Headers.TryAddWithoutValidation(header, value);

        using HttpResponseMessage answer = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [ChromiumFact]
    public async Task ABrowserShowsWhatChangesAndSwitchesFaults()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync(
            "/_emulator/endpoints/acme/demo", new JsonObject { ["model"] = new JsonObject { ["repository"] = "<b>bold</b>" } });
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = ChromiumFactAttribute.Browser, Args = ["--no-sandbox"] });
        IPage page = await browser.NewPageAsync();
        var problems = new List<string>();
        page.PageError += (_, problem) => problems.Add(problem);
        page.Console += (_, message) => problems.AddRange(message.Type == "error" ? [message.Text] : []);

        await page.GotoAsync(emulator.Address.AbsoluteUri);

        // A name is a text, whatever it looks like.
        await Shows(page.Locator("#endpoints"), "acme/demo");
        await Shows(page.Locator("#endpoints"), "<b>bold</b>");
        await Shows(page.Locator("#endpoints"), "running");
        await Shows(page.Locator("#endpoints"), "1/1");
        await Shows(page.Locator("#link"), "live");
        await Shows(page.Locator("#faults"), "None.");

        await emulator.GetAsync("/v2/endpoint/acme?limit=7");
        await Shows(page.Locator("#requests"), "GET /v2/endpoint/acme?limit=7");
        emulator.Advance(3600);
        await Shows(page.Locator("#bill"), "1 h 0 min");
        await Shows(page.Locator("#total"), "USD 0.0640");

        await page.SelectOptionAsync("#kind", "Too many requests (429)");
        await page.FillAsync("#path", "/v2/*");
        await page.FillAsync("#times", "3");
        await page.ClickAsync("text=Switch on");
        await Shows(page.Locator("#faults"), "Too many requests (429)");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await emulator.GetAsync("/v2/endpoint/acme")).Status);
        await Shows(page.Locator("#requests"), "429");

        await page.ClickAsync("text=Remove");
        await Shows(page.Locator("#faults"), "None.");
        Assert.Equal(HttpStatusCode.OK, (await emulator.GetAsync("/v2/endpoint/acme")).Status);

        await page.FillAsync("#times", "1");
        await page.SelectOptionAsync("#kind", "Cut in the middle of the answer");
        await page.EvaluateAsync("document.getElementById('add').requestSubmit()");
        await Shows(page.Locator("#faults"), "Cut in the middle of the answer");
        Assert.Empty(problems);
    }

    private static Task Shows(ILocator element, string text) => Assertions.Expect(element).ToContainTextAsync(text);
}
