using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>A file on the disk of a bed that is scheduled by weights, in a folder of its own; both go when it is disposed of.</summary>
internal sealed class WeighedFile : IDisposable
{
    /// <summary>Its name in the folder.</summary>
    internal const string Name = "file";

    private WeighedFile(string folder) => Folder = folder;

    internal string Folder { get; }

    /// <summary>Makes it of so many bytes, which are on the disk afterwards; skips the case where there is no such disk.</summary>
    internal static WeighedFile Make(int bytes)
    {
        if (!File.ReadLines("/proc/self/mountinfo").Any(static line => line.Split(' ')[4] == Guest.WeighedDisk))
        {
            Assert.Skip("needs a disk to itself that is scheduled by weights; the emulated guest has one (docs/testing-beds.md)");
        }

        WeighedFile made = new(Directory.CreateDirectory(Path.Join(Guest.WeighedDisk, Guid.NewGuid().ToString("N"))).FullName);
        try
        {
            using FileStream file = File.Create(Path.Join(made.Folder, Name));
            file.Write(new byte[bytes]);
            file.Flush(flushToDisk: true);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
