using Helios.Support;

namespace Helios.Linux.Tests;

/// <summary>Files of an image are read as data: in it, when they are regular, and not without end.</summary>
public sealed class RootedFileTests : IDisposable
{
    private readonly TempTree _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_regular_file_is_read_also_through_a_link_inside()
    {
        _files.Write("image/real", "text");
        File.CreateSymbolicLink(_files.At("image", "etc"), "/real");
        Assert.True(RootedFile.TryRead(_files.At("image"), "/etc", out string text));
        Assert.Equal("text", text);
    }

    [Fact]
    public void A_link_that_leads_out_leads_nowhere()
    {
        _files.Write("secret", "of the host");
        _files.MakeFolder("image");
        File.CreateSymbolicLink(_files.At("image", "absolute"), _files.At("secret"));
        File.CreateSymbolicLink(_files.At("image", "relative"), "../secret");
        File.CreateSymbolicLink(_files.At("image", "magic"), "/proc/self/environ");
        Assert.False(RootedFile.TryRead(_files.At("image"), "absolute", out _));
        Assert.False(RootedFile.TryRead(_files.At("image"), "relative", out _));
        Assert.False(RootedFile.TryRead(_files.At("image"), "magic", out _));
    }

    [Fact]
    public void A_pipe_or_a_device_is_not_opened()
    {
        _files.MakeFolder("image");
        KernelFile.MakeFifo(_files.At("image", "fifo"), Permissions.Octal0666);
        Assert.False(RootedFile.TryRead(_files.At("image"), "fifo", out _));
        Assert.False(RootedFile.TryRead("/dev", "zero", out _));
        Assert.False(RootedFile.TryRead(_files.Root, "image", out _));
    }

    [Fact]
    public void A_file_of_more_than_a_mebibyte_is_refused_by_its_size()
    {
        _files.MakeFolder("image");
        using (FileStream large = File.Create(_files.At("image", "passwd")))
        {
            large.SetLength(3L << 30);
        }

        SyscallException refused = Assert.Throws<SyscallException>(() => RootedFile.TryRead(_files.At("image"), "passwd", out _));
        Assert.Equal(Errno.EFBIG, refused.Errno);
    }

    [Fact]
    public void A_file_of_exactly_a_mebibyte_is_read()
    {
        _files.Write("image/passwd", new string('x', RootedFile.MostBytes));
        Assert.True(RootedFile.TryRead(_files.At("image"), "passwd", out string text));
        Assert.Equal(RootedFile.MostBytes, text.Length);
    }
}
