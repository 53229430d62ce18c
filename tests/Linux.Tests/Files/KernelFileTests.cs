using Helios.Support;

namespace Helios.Linux.Tests.Files;

public sealed class KernelFileTests : IDisposable
{
    private readonly TempTree _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void An_attribute_is_read()
    {
        Needs.Tool("python3");
        string path = _files.Write("file", "");
        ToolResult set = Tool.Run("python3", "-c", "import os, sys; os.setxattr(sys.argv[1], 'user.helios', b'1')", path);
        if (set.ExitCode != 0)
        {
            Assert.Skip("needs a file system with user attributes");
        }

        Assert.Equal("1", KernelFile.Attribute(path, "user.helios"));
    }

    [Fact]
    public void An_attribute_that_is_not_there_is_null()
    {
        Assert.Null(KernelFile.Attribute(_files.Write("file", ""), "user.helios"));
        Assert.Null(KernelFile.Attribute(_files.At("no-such-file"), "user.helios"));
    }
}
