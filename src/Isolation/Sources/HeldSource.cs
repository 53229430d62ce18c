using Helios.Contracts;
using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Isolation.Sources;

/// <summary>A source that has been opened: from here on its name, and whatever is put in its place, mean nothing.</summary>
internal sealed class HeldSource : IDisposable
{
    private readonly FileFd _place;

    private HeldSource(SourceRequest request, FileFd place)
    {
        Request = request;
        _place = place;
        Status = FileOwner.Of(place);
        Kind = Status switch { { IsDirectory: true } => PathKind.Directory, { IsDevice: true } => PathKind.Device, _ => PathKind.File };
        Path = ProcessFile.Link(DescriptorPath) ?? request.Path;
    }

    /// <summary>What was asked for.</summary>
    internal SourceRequest Request { get; }

    /// <summary>What it is.</summary>
    internal PathKind Kind { get; }

    /// <summary>Where it lies, without a link on the way.</summary>
    internal string Path { get; }

    private FileOwner Status { get; }

    private string DescriptorPath => FormattableString.Invariant($"/proc/self/fd/{_place.Number}");

    /// <summary>Opens all sources of a launch.</summary>
    /// <param name="requests">What is asked for.</param>
    /// <param name="trusting">For a test: whether every link is followed.</param>
    /// <exception cref="BackendException">One is missing, or passes a link that a container can have made.</exception>
    internal static IReadOnlyList<HeldSource> Open(IReadOnlyList<SourceRequest> requests, bool trusting)
    {
        HeldSource?[] sources = new HeldSource?[requests.Count];
        WrittenPlaces written = new();
        try
        {
            for (int i = 0; i < sources.Length; i++)
            {
                sources[i] = Attempt(requests[i], request => trusting ? FileFd.Open(request.Path, OpenFlags.O_PATH) : SourceLookup.TryWithoutLinks(request.Path));
            }

            // Which links may be passed depends on where the other sources lie; so those with links are looked up once to know, and once to use.
            int[] linked = [.. Enumerable.Range(0, sources.Length).Where(i => sources[i] is null)];
            NoteAll();
            for (int round = 0; round < 2 && linked.Length > 0; round++)
            {
                foreach (int i in linked)
                {
                    sources[i]?.Dispose();
                    sources[i] = Attempt(requests[i], request => SourceLookup.ThroughLinks(request, written));
                }

                NoteAll();
            }

            foreach (HeldSource source in sources.Where(static source => source!.IsWrittenTo)!)
            {
                WrittenPlaces.Mark(source.DescriptorPath, source.Status);
            }

            return sources!;
        }
        catch
        {
            foreach (HeldSource? source in sources)
            {
                source?.Dispose();
            }

            throw;
        }

        void NoteAll()
        {
            foreach (HeldSource? source in sources.Where(static source => source is { IsWrittenTo: true }))
            {
                written.Add(source!.Status);
            }
        }
    }

    /// <summary>Its tree, with what is mounted below.</summary>
    /// <exception cref="BackendException">It cannot be taken.</exception>
    internal MountTree Take(PathKind kind)
    {
        try
        {
            return MountTree.Copy(_place, Request.Path, recursive: true, Request.AttributesOf(kind));
        }
        catch (SyscallException failure)
        {
            throw Failed(Request, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _place.Dispose();

    // Links are made in directories. Whoever has the host's root itself needs none.
    private bool IsWrittenTo => Request.Writable && Kind == PathKind.Directory && Path != "/";

    private static HeldSource? Attempt(SourceRequest request, Func<SourceRequest, FileFd?> open)
    {
        try
        {
            return open(request) is { } place ? new HeldSource(request, place) : null;
        }
        catch (IOException failure)
        {
            throw Failed(request, failure);
        }
    }

    private static BackendException Failed(SourceRequest request, IOException failure) => new(new ExitCause.LaunchFailed("open " + request.What, Reason.Of(failure)), failure);
}
