using System.Runtime.Versioning;

namespace HfEndpoints.Client.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class PendingFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hfpending");

    private string Path => In("file");

    public void Dispose() => _folder.Delete(recursive: true);

    [UnixFact]
    public void AModeStaysWhatItIsFromTheFirstByteOn()
    {
        foreach (UnixFileMode mode in (UnixFileMode[])[
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite,
            UnixFileMode.UserRead])
        {
            File.Delete(Path);
            File.WriteAllText(Path, "old");
            File.SetUnixFileMode(Path, mode);
            using (var file = new PendingFile(Path))
            {
                UnixFileMode unfinished = File.GetUnixFileMode(file.Stream.SafeFileHandle);
                Assert.Equal(UnixFileMode.None, unfinished & ~mode);
                Write(file);
            }

            Assert.Equal(mode, File.GetUnixFileMode(Path));
            AssertWritten(Path);
        }
    }

    [UnixFact]
    public void ANewFileGetsTheModeOfAnyNewFile()
    {
        File.WriteAllText(In("other"), "");
        using (var file = new PendingFile(Path))
        {
            Write(file);
        }

        Assert.Equal(File.GetUnixFileMode(In("other")), File.GetUnixFileMode(Path));
    }

    [UnixFact]
    public void WhatALinkLeadsToIsWrittenAlsoIfItIsNotThereYet()
    {
        string target = System.IO.Path.Combine(Directory.CreateDirectory(In("elsewhere")).FullName, "target");
        File.CreateSymbolicLink(In("between"), "elsewhere/target");
        File.CreateSymbolicLink(Path, "between");
        for (int i = 0; i < 2; i++)
        {
            using (var file = new PendingFile(Path))
            {
                Write(file);
            }

            AssertWritten(target);
            Assert.Equal("between", new FileInfo(Path).LinkTarget);
            Assert.Equal([target], Directory.GetFiles(In("elsewhere")));
            Assert.Equal(2, _folder.GetFiles().Length);
            File.WriteAllText(target, "old");
        }
    }

    [UnixFact]
    public void DevicesAndCirclesOfLinksAreLeftAsTheyAre()
    {
        File.CreateSymbolicLink(Path, "/dev/null");
        Assert.Throws<IOException>(() => new PendingFile(Path));
        Assert.Throws<IOException>(() => new PendingFile("/dev/null"));

        File.CreateSymbolicLink(In("a"), "b");
        File.CreateSymbolicLink(In("b"), "a");
        Assert.Throws<IOException>(() => new PendingFile(In("a")));
    }

    [Fact]
    public void WhatIsNotCompletedLeavesTheFileAndNothingElse()
    {
        File.WriteAllText(Path, "old");
        using (var file = new PendingFile(Path))
        {
            file.Stream.Write("new"u8);
        }

        Assert.Equal("old", File.ReadAllText(Path));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void TheNameOfAnUnfinishedFileIsInNoMessage()
    {
        string unfinished = PendingFile.NameBeside(Path);

        Assert.Equal($"no '{Path}' here", PendingFile.Reason(new IOException($"no '{unfinished}' here"), Path));
    }

    private static void Write(PendingFile file)
    {
        file.Stream.Write("new"u8);
        file.Stream.Dispose();
        file.Complete();
    }

    private void AssertWritten(string path)
    {
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Empty(_folder.GetFiles("*.part", SearchOption.AllDirectories));
    }

    private string In(string name) => System.IO.Path.Combine(_folder.FullName, name);
}
