namespace Helios.Linux;

/// <summary>Work for the loop's thread.</summary>
public interface IPostedWork
{
    /// <summary>Runs once for each time that it was posted. It must not block.</summary>
    void Run();
}
